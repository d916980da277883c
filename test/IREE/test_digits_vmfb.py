"""The digits model as .vmfb: opens itself with the programs of IREE's wheels alone.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import shutil
import subprocess

import iree_tools
import numpy as np
import pytest
from hwlock import plaintext

DIGITS = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL, IMAGES = DIGITS / "model.mlir", DIGITS / "images.npy"
# What an emulator runs, so that only the lock can refuse.
BASELINE = "--iree-llvmcpu-target-cpu=x86-64-v2"
WRONG_MACHINE = "FAILED_PRECONDITION; hwlock: this machine is not authorised"
CHANGED = "FAILED_PRECONDITION; hwlock: the model was changed after it was locked"


@pytest.fixture(scope="session")
def unlocked(tmp_path_factory) -> np.ndarray:
    """The scores of the model without a lock."""
    module = tmp_path_factory.mktemp("unlocked") / "digits.vmfb"
    iree_tools.compile_module(MODEL, module, BASELINE)
    return iree_tools.results(module, [IMAGES])


class Locker:
    """Locks the digits model and lowers it for iree-compile."""

    def __init__(self, hwlock, build: pathlib.Path, folder: pathlib.Path):
        self.hwlock, self.opt, self.folder = hwlock, build / "bin/hwlock-opt", folder

    def lock(self, profile, *options: str) -> pathlib.Path:
        locked = self.folder / "locked.mlirbc"
        self.hwlock.check("lock", MODEL, "-o", locked, "-p", profile, *options)
        return locked

    def compile(self, locked: pathlib.Path, *flags: str, lowering: str = "") -> pathlib.Path:
        lowered, module = self.folder / "lowered.mlir", self.folder / "locked.vmfb"
        subprocess.run(
            [
                self.opt, f"--hwlock-to-iree{lowering}", "--mlir-print-op-generic",
                locked, "-o", lowered,
            ],
            check=True,
        )
        iree_tools.compile_module(lowered, module, *(flags or [BASELINE]))
        return module


@pytest.fixture
def locker(hwlock, build, tmp_path) -> Locker:
    return Locker(hwlock, build, tmp_path)


def windows_of_the_model() -> set[bytes]:
    return plaintext.windows(plaintext.resources(MODEL.read_bytes()))


@pytest.mark.parametrize("policy", ["error", "garbage"])
@pytest.mark.parametrize("chain", ["aes", "aes256", "shuffle", "pretransform,aes"])
def test_every_chain_gives_the_bits_of_the_unlocked_module(
    locker, profile, unlocked, policy, chain
):
    # Garbage opens once: a burst of other work must not decide about chains.
    sources = ["--fingerprint", "precision"] if policy == "garbage" else []
    locked = locker.lock(profile, "--chain", chain, "--on-mismatch", policy, *sources)
    module = locker.compile(locked)
    assert iree_tools.results(module, [IMAGES]).tobytes() == unlocked.tobytes()


def test_nothing_readable_is_left_when_weights_are_packed_at_load(locker, profile, tmp_path):
    wanted = windows_of_the_model()
    assert wanted
    plain = tmp_path / "plain.vmfb"
    iree_tools.compile_module(MODEL, plain, BASELINE)
    assert plaintext.search(wanted, plain.read_bytes())
    module = locker.compile(
        locker.lock(profile), BASELINE, *iree_tools.FASTEST_FLAGS
    )
    assert not plaintext.search(wanted, module.read_bytes())
    iree_tools.compile_module(MODEL, plain, BASELINE, *iree_tools.FASTEST_FLAGS)
    expected = iree_tools.results(plain, [IMAGES])
    assert iree_tools.results(module, [IMAGES]).tobytes() == expected.tobytes()


@pytest.mark.parametrize("policy", ["error", "garbage"])
def test_an_emulator_is_refused_or_gets_chance(locker, profile, unlocked, policy):
    emulator = shutil.which("qemu-x86_64")
    if not emulator:
        pytest.skip("qemu-x86_64 is not installed")
    chain = "pretransform,aes"
    locked = locker.lock(profile, "--chain", chain, "--on-mismatch", policy)
    module, output = locker.compile(locked), locker.folder / "output.npy"
    process = iree_tools.run_module(
        module, [IMAGES], output, emulator=[emulator, "-cpu", "max"]
    )
    if policy == "error":
        assert process.returncode != 0 and WRONG_MACHINE in process.stderr
        assert not output.exists()
    else:
        assert process.returncode == 0, process.stderr
        labels = np.load(DIGITS / "labels.npy")
        right = (np.load(output).argmax(axis=1) == labels).mean()
        assert right < 0.35 < (unlocked.argmax(axis=1) == labels).mean()


def test_ciphertext_lies_in_an_archive_on_request(locker, profile, unlocked):
    archive = locker.folder / "locked.irpa"
    locked = locker.lock(profile)
    module = locker.compile(locked, lowering=f"=parameters={archive}")
    flag = f"--parameters=hwlock={archive}"
    assert iree_tools.results(module, [IMAGES], flag).tobytes() == unlocked.tobytes()

    wanted = windows_of_the_model()
    assert not plaintext.search(wanted, module.read_bytes() + archive.read_bytes())
    # No ciphertext in the module: it does not grow with the weights.
    inline = locker.compile(locked).stat().st_size
    weights = sum(map(len, plaintext.resources(MODEL.read_bytes())))
    locker.compile(locked, lowering=f"=parameters={archive}")
    assert module.stat().st_size < inline - 0.9 * weights


def test_a_changed_archive_is_refused(locker, profile):
    archive = locker.folder / "locked.irpa"
    module = locker.compile(locker.lock(profile), lowering=f"=parameters={archive}")
    content = bytearray(archive.read_bytes())
    # The largest weight lies there.
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    output = locker.folder / "output.npy"
    process = iree_tools.run_module(
        module, [IMAGES], output, f"--parameters=hwlock={archive}"
    )
    assert process.returncode != 0 and CHANGED in process.stderr
    assert not output.exists()
