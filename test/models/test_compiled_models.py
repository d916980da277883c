"""Compiled ahead of time, real models give the same bytes and hold no weight.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import random

import import_models
import numpy as np
from each_model import each_model

from hwlock import plaintext

# Windows that are looked for: all of a small model's would be too many.
SAMPLES = 200


# Floats in a row that tell weights from the rest of a file.
BLOCK = 16


def windows_of_inputs(model: bytes) -> list[bytes]:
    """Some windows of the weights of a module in bytecode: inside of what reads as a
    row of numbers of their size."""
    generator = random.Random(1)
    floats = np.frombuffer(model, "<f4", len(model) // 4)
    samples = []
    while len(samples) < SAMPLES:
        start = generator.randrange(len(floats) - BLOCK)
        sizes = np.abs(floats[start : start + BLOCK])
        if ((sizes > 1e-6) & (sizes < 100)).all():
            first = 4 * start + generator.randrange(4 * BLOCK - plaintext.WINDOW)
            window = model[first : first + plaintext.WINDOW]
            if len(set(window)) > plaintext.WINDOW // 2:
                samples.append(window)
    return samples


@each_model
def test_compiled_model(name, hwlock, profile, build, tmp_path, capsys):
    model = import_models.import_model(name, build / "models")
    inputs = sorted(model.glob("input*.npy"))
    locked, compiled = tmp_path / "locked.mlirbc", tmp_path / "model.so"
    hwlock.check("lock", model / "model.mlirbc", "-o", locked, "-p", profile)
    shapes = [
        f"input{i}={'x'.join(map(str, np.load(path).shape))}" for i, path in enumerate(inputs)
    ]
    command = ("compile", locked, "-o", compiled, "--json", "--shapes", *shapes)
    summary = json.loads(hwlock.check(*command).stdout)
    times = json.loads(
        hwlock.check("run", compiled, "--input", *inputs, "--bench", 3).stdout
    )
    with capsys.disabled():
        print(
            f"\n{name}: {summary['bytes'] / 1e6:.1f} MB, compiled in "
            f"{(summary['compile_ms'] + summary['link_ms']) / 1e3:.2f} s, "
            f"opened in {times['open_ms']:.0f} ms"
        )

    assert hwlock.run_model(compiled, *inputs).tobytes() == hwlock.run_model(
        locked, *inputs
    ).tobytes()
    original = (model / "model.mlirbc").read_bytes()
    for artefact in (locked.read_bytes(), compiled.read_bytes()):
        assert not [w for w in windows_of_inputs(original) if w in artefact]


def test_scan_sees_weights_that_are_not_locked(hwlock, build, tmp_path):
    """The same windows are found in a compiled model that is not locked."""
    model = import_models.import_model("digits-b1", build / "models") / "model.mlirbc"
    compiled = tmp_path / "model.so"
    hwlock.check("compile", model, "-o", compiled)
    artefact = compiled.read_bytes()
    found = [w for w in windows_of_inputs(model.read_bytes()) if w in artefact]
    assert len(found) >= SAMPLES * 0.9
