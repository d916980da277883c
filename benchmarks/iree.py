"""Locked against plain under IREE: latency, and time from start to the first result.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import json
import os
import pathlib

from measure import Failed, Row, in_turn, output, run, spread

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv/bin"
FLAGS = {
    "default": (),
    "O3 with data tiling": (
        "--iree-opt-level=O3",
        "--iree-opt-data-tiling",
        # Without it MiniLM does not compile, locked or not.
        "--iree-llvmcpu-stack-allocation-limit=131072",
    ),
}
CPU = (
    "--iree-hal-target-device=local",
    "--iree-hal-local-target-device-backends=llvm-cpu",
    "--iree-llvmcpu-target-cpu=host",
)
# One core: other programs disturb it least.
DEVICE = "--device=local-sync"
# Each large buffer in pages of its own, locked or not, and the heap is kept. Otherwise
# glibc moves later buffers into its heap once a program has freed a large one, and where a
# weight lies alone makes the same machine code up to a fifth slower (docs/Performance.md).
ALLOCATION = {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=1048576:glibc.malloc.trim_threshold=1073741824"
}


@dataclasses.dataclass
class Module:
    """A .vmfb and the arguments of its `main`."""

    path: pathlib.Path
    inputs: list[str]

    def arguments(self) -> list[str]:
        return [DEVICE, f"--module={self.path}", "--function=main", *self.inputs]

    def latency(self) -> float:
        """Microseconds of CPU time of a call, which runs on the calling thread."""
        report = output(
            PROGRAMS / "iree-benchmark-module", *self.arguments(), "--benchmark_format=json",
            env=ALLOCATION,
        )  # fmt: skip
        (result,) = json.loads(report)["benchmarks"]
        return result["cpu_time"] * {"ns": 1e-3, "us": 1, "ms": 1e3}[result["time_unit"]]

    def first_result(self) -> float:
        """Milliseconds of a process that loads the module and calls it once."""
        return run(run_module(), *self.arguments(), env=ALLOCATION).wall * 1e3


def run_module() -> pathlib.Path:
    """The program itself: the script of that name starts Python first."""
    (path,) = ROOT.glob(".venv/lib/python*/site-packages/iree/_runtime_libs/iree-run-module")
    return path


def models(bench) -> dict[str, tuple[pathlib.Path, list[str]]]:
    """Each model and its inputs."""
    digits = ROOT / "examples/digits"
    mlp = bench.folder / "mlp.mlirbc"
    run(bench.programs / "hwlock-test-model", mlp, 3, 1024)
    found = {
        "digits": (digits / "model.mlir", [f"--input=@{digits}/images.npy"]),
        "perceptron 3 x 1024 x 1024": (mlp, ["--input=1x1024xf32=0.5"]),
    }
    for name in ("ResNet18", "MiniLM"):
        folder = bench.models / name.lower()
        if (folder / "model.mlirbc").exists():
            inputs = [f"--input=@{path}" for path in sorted(folder.glob("input*.npy"))]
            found[name] = (folder / "model.mlirbc", inputs)
    return found


def require() -> None:
    if not os.access(PROGRAMS / "iree-compile", os.X_OK):
        raise Failed(f"no {PROGRAMS / 'iree-compile'}: run scripts/setup")


def compile_form(bench, form: str, model: pathlib.Path, inputs: list[str], *flags) -> Module:
    path = bench.folder / f"{form}.vmfb"
    run(
        bench.programs / "hwlock-iree-compile", f"--iree-compile={PROGRAMS / 'iree-compile'}",
        model, *CPU, *flags, "-o", path,
    )  # fmt: skip
    return Module(path, inputs)


def compile_both(bench, model: pathlib.Path, inputs: list[str], flags) -> dict[str, Module]:
    lock = (f"--lock-model=profile={bench.profile()}", "--require-scan")
    return {
        form: compile_form(bench, form, model, inputs, *own, *flags)
        for form, own in {"plain": (), "locked": lock}.items()
    }


def rows_of(bench, what: str, unit: str, modules: dict[str, Module], measure) -> list[Row]:
    contestants = {
        form: lambda module=module: measure(module) for form, module in modules.items()
    }
    rows = [
        Row(f"iree {what}, {form}", unit, spread(times))
        for form, times in in_turn(contestants, bench.repetitions).items()
    ]
    # Load only adds time: the fast ones say most, but not a single lucky one.
    rows[-1].ratio = rows[-1].values["q1"] / rows[-2].values["q1"]
    return rows


def iree(bench) -> list[Row]:
    """Runs models under IREE, locked and plain, at default flags and the fastest."""
    require()
    rows = []
    for name, (model, inputs) in models(bench).items():
        for level, flags in FLAGS.items():
            modules = compile_both(bench, model, inputs, flags)
            what = f"{name}, {level}"
            calls = rows_of(bench, f"call of {what}", "us", modules, Module.latency)
            calls[-1].target, calls[-1].hit = "<= 1.02", calls[-1].ratio <= 1.02
            starts = rows_of(
                bench, f"start to first result of {what}", "ms", modules, Module.first_result
            )
            rows += calls + starts
    return rows
