"""Networks by both importers through IREE: locked it computes what it computes
unlocked, elsewhere it does not, and its .vmfb shows no weight.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import concurrent.futures
import dataclasses
import pathlib
import shutil
import subprocess
import time

import copied_blocks
import import_models
import iree_tools
import numpy as np
import pytest
from each_model import parameters
from hwlock import plaintext

pytest.importorskip("iree.compiler", reason="needs IREE's wheels (scripts/setup)")

# What an emulator runs too, so that only the lock can refuse.
BASELINE = "--iree-llvmcpu-target-cpu=x86-64-v2"
WRONG_MACHINE = "FAILED_PRECONDITION; hwlock: this machine is not authorised"
# Largest difference from PyTorch, relative to the largest output.
TOLERANCE = 1e-5
# Of what garbage computes, in the same norm.
LEAST_DIFFERENCE = 0.5
# Of the blocks that are looked for, in the module that is not locked. IREE stores some
# weights in another order, of convolutions for example.
LEAST_FOUND = 0.2

# How the other machine is answered: both policies for each network. Garbage without the
# clock, which a burst of other work changes.
ERROR, GARBAGE = "", " on-mismatch=garbage fingerprint=precision"
ROADS = {
    "digits-b1": GARBAGE,
    "digits-onnx-dynamic": ERROR,
    "resnet18": ERROR,
    "resnet18-onnx": GARBAGE,
    "mobilenetv2": GARBAGE,
    "mobilenetv2-onnx": ERROR,
    "minilm-dynamic": ERROR,
    "minilm-onnx-dynamic": GARBAGE,
    "gpt": GARBAGE,
    "gpt-onnx": ERROR,
}


@dataclasses.dataclass(frozen=True)
class Road:
    """A network, and its modules for IREE."""

    model: pathlib.Path
    policy: str
    plain: pathlib.Path
    locked: pathlib.Path
    elsewhere: pathlib.Path

    @property
    def inputs(self) -> list[pathlib.Path]:
        return sorted(self.model.glob("input*.npy"))

    @property
    def expected(self) -> np.ndarray:
        """What PyTorch computes."""
        return np.load(self.model / "output0.npy")


def first_of_each(inputs: list[pathlib.Path], folder: pathlib.Path) -> list[pathlib.Path]:
    """A batch of one."""
    for path in inputs:
        np.save(folder / path.name, np.load(path)[:1])
    return [folder / path.name for path in inputs]


def difference(result: np.ndarray, expected: np.ndarray) -> float:
    # Not a number is no agreement either.
    with np.errstate(over="ignore", invalid="ignore"):
        return np.abs(result - expected).max() / np.abs(expected).max()


@pytest.fixture(scope="module")
def compile_for_iree(build):
    def call(model: pathlib.Path, output: pathlib.Path, *lock: str) -> None:
        command = [build / "bin/hwlock-iree-compile", f"--iree-compile={iree_tools.COMPILER}"]
        command += [model / "model.mlirbc", "-o", output, *lock]
        process = subprocess.run(
            [*command, *iree_tools.CPU_FLAGS, BASELINE], capture_output=True, text=True
        )
        assert process.returncode == 0, process.stderr

    return call


@pytest.fixture(scope="module", params=parameters(ROADS))
def road(request, build, profile, foreign_profile, compile_for_iree, tmp_path_factory):
    """Compiled once for all tests; iree-compile keeps hardly more than one core busy."""
    name, folder = request.param, tmp_path_factory.mktemp("road")
    model, start = import_models.import_model(name, build / "models"), time.perf_counter()
    found = Road(
        model, ROADS[name], *(folder / f"{i}.vmfb" for i in ("plain", "locked", "elsewhere"))
    )
    lock = "--lock-model=profile="
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(compile_for_iree, model, output, *options)
            for output, *options in (
                (found.locked, f"{lock}{profile}", "--require-scan"),
                (found.plain,),
                (found.elsewhere, f"{lock}{foreign_profile}{found.policy}", "--require-scan"),
            )
        ]
        for job in jobs:
            job.result()
    print(f"{name}: compiled three times in {time.perf_counter() - start:.1f} s")
    yield found
    shutil.rmtree(folder)


def test_locked_unlocked_and_pytorch_agree(road, tmp_path):
    batches = [(road.inputs, road.expected)]
    if "dynamic" in road.model.name:
        batches.append((first_of_each(road.inputs, tmp_path), road.expected[:1]))
    for inputs, expected in batches:
        unlocked = iree_tools.results(road.plain, inputs)
        locked = iree_tools.results(road.locked, inputs)
        assert locked.dtype == unlocked.dtype and locked.shape == unlocked.shape
        assert locked.tobytes() == unlocked.tobytes()
        assert locked.shape == expected.shape
        assert difference(locked, expected) <= TOLERANCE


def test_another_machine_gets_an_error_or_chance(road, tmp_path):
    output = tmp_path / "output.npy"
    process = iree_tools.run_module(road.elsewhere, road.inputs, output)
    if road.policy == ERROR:
        assert process.returncode != 0 and WRONG_MACHINE in process.stderr
        assert not output.exists()
    else:
        assert process.returncode == 0, process.stderr
        assert not difference(np.load(output), road.expected) <= LEAST_DIFFERENCE


def test_an_emulator_is_refused(road, tmp_path):
    emulator = shutil.which("qemu-x86_64")
    if not emulator:
        pytest.skip("qemu-x86_64 is not installed")
    output = tmp_path / "output.npy"
    process = iree_tools.run_module(
        road.locked, road.inputs, output, emulator=[emulator, "-cpu", "max"]
    )
    assert process.returncode != 0 and WRONG_MACHINE in process.stderr
    assert not output.exists()


def test_no_weight_is_readable(road):
    """hwlock-iree-compile has searched already; this looks with other means."""
    text = subprocess.run(
        ["mlir-opt-22", road.model / "model.mlirbc"], check=True, capture_output=True
    ).stdout
    wanted = copied_blocks.keys(plaintext.constants(text))
    del text
    plain, locked = (np.fromfile(path, np.uint8) for path in (road.plain, road.locked))
    assert copied_blocks.count(wanted, plain) >= LEAST_FOUND * len(wanted)
    assert copied_blocks.count(wanted, locked) == 0
