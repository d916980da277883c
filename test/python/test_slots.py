"""hwlock.slots and hwlock.relock(): who may open a model, and changing that.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess

import numpy as np
import pytest

import hwlock

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Private and public key of an owner."""
    folder = tmp_path_factory.mktemp("keys")
    private, public = folder / "owner.pem", folder / "owner.pub"
    openssl = ["openssl", "pkey", "-in", private, "-pubout", "-out", public]
    subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-out", private], check=True)  # fmt: skip
    subprocess.run(openssl, check=True)
    return private, public


@pytest.fixture(scope="module")
def foreign(build, tmp_path_factory):
    path = tmp_path_factory.mktemp("slots") / "foreign.hwp"
    subprocess.run([build / "bin/hwlock-test-profile", path], check=True)
    return path


@pytest.fixture
def locked(foreign, keys, tmp_path):
    """Locked for another machine and an owner."""
    return hwlock.lock(MODEL, tmp_path / "locked.mlir", profiles=[foreign], owner=keys[1])


def opens(model) -> bool:
    try:
        hwlock.load(model).run(np.load(EXAMPLE / "images.npy"))
        return True
    except hwlock.NotAuthorisedError:
        return False


def test_add_and_remove(locked, profile, keys):
    before = hwlock.slots.list(locked)
    slot = hwlock.slots.add(locked, profile, owner_key=keys[0])
    after = hwlock.slots.list(locked)
    assert [s for s in after if s["id"] != slot] == before
    assert opens(locked)
    hwlock.slots.remove(locked, slot[:12], owner_key=keys[0])
    assert hwlock.slots.list(locked) == before
    assert not opens(locked)


def test_another_file_may_be_written(locked, profile, keys, tmp_path):
    other = tmp_path / "other.mlirbc"
    hwlock.slots.add(locked, profile, owner_key=keys[0], output=other)
    assert opens(other) and not opens(locked)


def test_relock(locked, profile, keys, tmp_path):
    again = tmp_path / "again.mlir"
    hwlock.relock(locked, again, [profile], owner_key=keys[0])
    assert opens(again)
    assert hwlock.inspect(again)["vault_id"] != hwlock.inspect(locked)["vault_id"]


def test_only_the_owner(locked, profile, tmp_path):
    stranger = tmp_path / "stranger.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-out", stranger], check=True)  # fmt: skip
    with pytest.raises(hwlock.NotAuthorisedError):
        hwlock.slots.add(locked, profile, owner_key=stranger)


def test_a_model_without_slots():
    with pytest.raises(hwlock.InputError, match="not a locked model"):
        hwlock.slots.list(MODEL)
