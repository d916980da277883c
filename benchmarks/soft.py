"""What soft locks cost a call: in hwlock's native code and under IREE.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import pathlib

from iree import FLAGS, Module, compile_form, require, rows_of
from measure import Row, in_turn, output, run, spread

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 20


def models(bench) -> dict[str, tuple[pathlib.Path, list[pathlib.Path]]]:
    """Each model and its inputs: the digits, and what has been imported."""
    digits = ROOT / "examples/digits"
    found = {"digits, 450 images": (digits / "model.mlir", [digits / "images.npy"])}
    for name in ("ResNet18", "MobileNetV2", "MiniLM"):
        folder = bench.models / name.lower()
        if (folder / "model.mlirbc").exists():
            found[name] = (folder / "model.mlirbc", sorted(folder.glob("input*.npy")))
    return found


def native(bench, name: str, forms: dict[str, pathlib.Path], inputs) -> list[Row]:
    def fastest(model: pathlib.Path) -> float:
        report = output(bench.programs / "hwlock", "run", model, "--input", *inputs,
                        "--bench", ROUNDS)  # fmt: skip
        return json.loads(report)["latency_us"]["min"]

    results = in_turn(
        {form: lambda model=model: fastest(model) for form, model in forms.items()},
        bench.repetitions,
    )
    rows = [
        Row(f"soft {name}, native code, {form}", "us", spread(times))
        for form, times in results.items()
    ]
    rows[-1].ratio = rows[-1].values["q1"] / rows[-2].values["q1"]
    return rows


def soft(bench) -> list[Row]:
    """Runs models with and without hwlock-soft-lock; nothing is locked by a key."""
    require()
    rows = []
    for name, (model, inputs) in models(bench).items():
        locked = bench.folder / "soft.mlirbc"
        run(
            bench.programs / "hwlock-opt", model, "--hwlock-soft-lock=seed=1", "--emit-bytecode",
            "-o", locked,
        )  # fmt: skip
        forms = {"plain": model, "soft-locked": locked}
        rows += native(bench, name, forms, inputs)
        arguments = [f"--input=@{path}" for path in inputs]
        for level, flags in FLAGS.items():
            modules = {
                form: compile_form(bench, form, path, arguments, *flags)
                for form, path in forms.items()
            }
            rows += rows_of(bench, f"call of soft {name}, {level}", "us", modules, Module.latency)
    return rows
