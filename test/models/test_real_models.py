"""Real models: locked, unlocked, compiled and PyTorch agree, and no weight is readable.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import json
import pathlib
import random
import re
import shutil
import time

import import_models
import numpy as np
import pytest
from each_model import each_network, parameters

from hwlock import plaintext

# Largest difference from PyTorch, relative to the largest output.
TOLERANCE = 1e-5
MOST_SCALAR_ITERATIONS = 256
# Of what garbage computes, in the same norm.
LEAST_DIFFERENCE = 0.5
# Windows that are looked for: all of a small model's would be too many.
SAMPLES = 200
# Floats in a row that tell weights from the rest of a file.
BLOCK = 16


def run(hwlock, model, inputs, folder):
    """The first result of `main`, and what the command said."""
    output = folder / "output.npy"
    process = hwlock.check("run", model, "--input", *inputs, "--output", output)
    return np.load(output), process.stderr


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


@dataclasses.dataclass(frozen=True)
class Locked:
    """A model, locked to this machine, and what that computes."""

    model: pathlib.Path
    artefact: pathlib.Path
    result: np.ndarray

    @property
    def inputs(self) -> list[pathlib.Path]:
        return sorted(self.model.parent.glob("input*.npy"))


@pytest.fixture(scope="module", params=parameters(import_models.MODELS))
def locked(request, hwlock, profile, build, tmp_path_factory):
    """Compiling takes most of the time: once for all tests."""
    name, folder = request.param, tmp_path_factory.mktemp("locked")
    model = import_models.import_model(name, build / "models") / "model.mlirbc"
    artefact = folder / "locked.mlirbc"
    start = time.perf_counter()
    hwlock.check("lock", model, "-o", artefact, "-p", profile)
    seconds = time.perf_counter() - start
    print(f"{name}: {model.stat().st_size / 1e6:.1f} MB locked in {seconds:.2f} s")
    found = Locked(model, artefact, np.empty(0))
    result, _ = run(hwlock, artefact, found.inputs, folder)
    yield dataclasses.replace(found, result=result)
    shutil.rmtree(folder)


def test_locked_model_computes_the_same(locked, hwlock, tmp_path):
    unlocked, messages = run(hwlock, locked.model, locked.inputs, tmp_path)
    assert locked.result.tobytes() == unlocked.tobytes()
    # What cannot be vectorised is named. Here that is nothing but look-ups of token
    # and position numbers, a few for each token; masks too, which the other
    # importers look up element by element.
    loops = re.findall(r"runs as a scalar loop of (\d+) iterations", messages)
    assert messages.count("remark") == len(loops)
    name = locked.model.parent.name
    if not import_models.MODELS[name].through_onnx and "dynamic" not in name:
        assert all(int(iterations) <= MOST_SCALAR_ITERATIONS for iterations in loops)

    expected = np.load(locked.model.parent / "output0.npy")
    assert locked.result.shape == expected.shape
    assert locked.result.dtype == expected.dtype
    difference = np.abs(locked.result - expected).max() / np.abs(expected).max()
    assert difference <= TOLERANCE


def test_compiled_ahead_of_time(locked, hwlock, tmp_path):
    compiled = tmp_path / "model.so"
    shapes = [
        f"input{i}={'x'.join(map(str, np.load(path).shape))}"
        for i, path in enumerate(locked.inputs)
    ]
    command = ("compile", locked.artefact, "-o", compiled, "--json", "--shapes", *shapes)
    summary = json.loads(hwlock.check(*command).stdout)
    print(
        f"{locked.model.parent.name}: {summary['bytes'] / 1e6:.1f} MB, compiled in "
        f"{(summary['compile_ms'] + summary['link_ms']) / 1e3:.2f} s"
    )
    result = hwlock.run_model(compiled, *locked.inputs)
    assert result.tobytes() == locked.result.tobytes()
    original = locked.model.read_bytes()
    for artefact in (locked.artefact.read_bytes(), compiled.read_bytes()):
        assert not [w for w in windows_of_inputs(original) if w in artefact]


def test_scan_sees_weights_that_are_not_locked(hwlock, build, tmp_path):
    """The same windows are found in a compiled model that is not locked."""
    model = import_models.import_model("digits-b1", build / "models") / "model.mlirbc"
    compiled = tmp_path / "model.so"
    hwlock.check("compile", model, "-o", compiled)
    artefact = compiled.read_bytes()
    found = [w for w in windows_of_inputs(model.read_bytes()) if w in artefact]
    assert len(found) >= SAMPLES * 0.9


@each_network
def test_foreign_machine_gets_an_error_or_garbage(
    name, hwlock, foreign_profile, build, tmp_path
):
    model = import_models.import_model(name, build / "models")
    inputs = sorted(model.glob("input*.npy"))
    locked, output = tmp_path / "locked.mlirbc", tmp_path / "output.npy"
    hwlock.check("lock", model / "model.mlirbc", "-o", locked, "-p", foreign_profile)
    process = hwlock.call("run", locked, "--input", *inputs, "--output", output)
    assert process.returncode == 3
    assert "this machine is not authorised" in process.stderr
    assert not output.exists()

    options = ("-p", foreign_profile, "--on-mismatch", "garbage")
    hwlock.check("lock", model / "model.mlirbc", "-o", locked, *options)
    result, _ = run(hwlock, locked, inputs, tmp_path)
    expected = np.load(model / "output0.npy")
    # Not a number is no agreement either.
    with np.errstate(over="ignore", invalid="ignore"):
        difference = np.abs(result - expected).max() / np.abs(expected).max()
    assert not difference <= LEAST_DIFFERENCE
