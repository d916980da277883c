"""Real models: locked, unlocked and PyTorch agree.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import re
import time

import import_models
import numpy as np
from each_model import each_model, each_network

# Largest difference from PyTorch, relative to the largest output.
TOLERANCE = 1e-5
MOST_SCALAR_ITERATIONS = 256
# Of what garbage computes, in the same norm.
LEAST_DIFFERENCE = 0.5


def run(hwlock, model, inputs, folder):
    """The first result of `main`, and what the command said."""
    output = folder / "output.npy"
    process = hwlock.check("run", model, "--input", *inputs, "--output", output)
    return np.load(output), process.stderr


@each_model
def test_locked_model_computes_the_same(name, hwlock, profile, build, tmp_path, capsys):
    model = import_models.import_model(name, build / "models")
    inputs = sorted(model.glob("input*.npy"))
    locked = tmp_path / "locked.mlirbc"

    start = time.perf_counter()
    hwlock.check("lock", model / "model.mlirbc", "-o", locked, "-p", profile)
    seconds = time.perf_counter() - start
    with capsys.disabled():
        size = (model / "model.mlirbc").stat().st_size / 1e6
        print(f"\n{name}: {size:.1f} MB locked in {seconds:.2f} s")

    from_unlocked, messages = run(hwlock, model / "model.mlirbc", inputs, tmp_path)
    from_locked, _ = run(hwlock, locked, inputs, tmp_path)
    assert from_locked.tobytes() == from_unlocked.tobytes()
    # What cannot be vectorised is named. Here that is nothing but look-ups of token
    # and position numbers, a few for each token; masks too, which the other
    # importers look up element by element.
    loops = re.findall(r"runs as a scalar loop of (\d+) iterations", messages)
    assert messages.count("remark") == len(loops)
    if not import_models.MODELS[name].through_onnx and "dynamic" not in name:
        assert all(int(iterations) <= MOST_SCALAR_ITERATIONS for iterations in loops)

    expected = np.load(model / "output0.npy")
    assert from_locked.shape == expected.shape
    assert from_locked.dtype == expected.dtype
    difference = np.abs(from_locked - expected).max() / np.abs(expected).max()
    assert difference <= TOLERANCE


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
