"""hwlock on inputs that are not what they should be: exit code, message, and no
file left behind.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import re
import shutil
from dataclasses import dataclass

import numpy as np
import pytest
from small_model import SMALL_MODEL

USAGE, BAD_INPUT, NOT_AUTHORISED, CORRUPT, ENVIRONMENT = 1, 2, 3, 4, 5


@dataclass
class Files:
    """A small model, the same locked for this machine, and an input."""

    model: pathlib.Path
    locked: pathlib.Path
    bytecode: pathlib.Path
    profile: pathlib.Path
    x: pathlib.Path
    out: pathlib.Path


@pytest.fixture(scope="module")
def originals(hwlock, profile, tmp_path_factory):
    folder = tmp_path_factory.mktemp("originals")
    (folder / "model.mlir").write_text(SMALL_MODEL)
    np.save(folder / "x.npy", np.array([[1, 10]], dtype=np.float32))
    shutil.copy(profile, folder / "here.hwp")
    for name in ("locked.mlir", "locked.mlirbc"):
        hwlock.check("lock", folder / "model.mlir", "-o", folder / name, "-p", profile)
    return folder


@pytest.fixture
def files(originals, tmp_path):
    folder = tmp_path / "files"
    shutil.copytree(originals, folder)
    (folder / "out").mkdir()
    return Files(
        *(folder / name for name in ("model.mlir", "locked.mlir", "locked.mlirbc")),
        *(folder / name for name in ("here.hwp", "x.npy", "out")),
    )


@pytest.fixture
def refused(hwlock, files):
    """Calls hwlock, checks how it fails, and gives the message."""

    def call(exit_code, *arguments):
        process = hwlock.call(*arguments)
        assert process.returncode == exit_code, process.stderr
        assert process.stderr.startswith("hwlock: error: "), process.stderr
        assert not list(files.out.iterdir())
        return process.stderr

    return call


def run(files, model, *more):
    return ("run", model, "--input", files.x, "--output", files.out / "y.npy", *more)


def lock(files, model, profile=None):
    profile = profile or files.profile
    return ("lock", model, "-o", files.out / "locked.mlir", "-p", profile)


def truncate(path, part=2):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // part])


def test_the_files_are_good(hwlock, files):
    for model in (files.model, files.locked, files.bytecode):
        assert hwlock.run_model(model, files.x).tolist() == [[31, 42]]


@pytest.mark.parametrize("name", ["locked", "bytecode", "model"])
def test_truncated_model(name, files, refused):
    model = getattr(files, name)
    truncate(model)
    assert model.name in refused(BAD_INPUT, *run(files, model))


@pytest.mark.parametrize("command", [run, lock])
def test_empty_model(command, files, refused):
    files.model.write_bytes(b"")
    refused(BAD_INPUT, *command(files, files.model))


@pytest.mark.parametrize("command", [run, lock])
def test_absent_model(command, files, refused):
    assert "absent.mlir" in refused(
        BAD_INPUT, *command(files, files.model.with_name("absent.mlir"))
    )


@pytest.mark.parametrize("command", [run, lock])
def test_program_instead_of_a_model(command, files, refused, build):
    shutil.copy(build / "bin/hwlock", files.model)
    refused(BAD_INPUT, *command(files, files.model))


def test_locked_model_is_not_locked_again(files, refused):
    assert "locked" in refused(BAD_INPUT, *lock(files, files.locked))


def test_truncated_profile(files, refused):
    truncate(files.profile)
    assert "here.hwp" in refused(BAD_INPUT, *lock(files, files.model))


def test_profile_of_another_version(files, refused):
    content = bytearray(files.profile.read_bytes())
    content[8:10] = (7).to_bytes(2, "little")
    files.profile.write_bytes(content)
    assert "version 7" in refused(BAD_INPUT, *lock(files, files.model))


def test_model_instead_of_a_profile(files, refused):
    refused(BAD_INPUT, *lock(files, files.model, files.model))


def test_input_of_the_wrong_shape(files, refused):
    np.save(files.x, np.zeros((2, 2), dtype=np.float32))
    message = refused(BAD_INPUT, *run(files, files.locked))
    assert "(1, 2)" in message and "(2, 2)" in message


def test_input_of_the_wrong_type(files, refused):
    np.save(files.x, np.zeros((1, 2), dtype=np.int32))
    message = refused(BAD_INPUT, *run(files, files.locked))
    assert "i4" in message or "int32" in message


def test_truncated_input(files, refused):
    truncate(files.x)
    assert "x.npy" in refused(BAD_INPUT, *run(files, files.locked))


def test_missing_input(files, refused):
    refused(USAGE, "run", files.locked, "--output", files.out / "y.npy")


def test_unknown_function(files, refused):
    message = refused(USAGE, *run(files, files.locked, "--function", "mian"))
    assert "'mian'" in message and "'main'" in message


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable for root")
def test_unwritable_folder(files, refused):
    files.out.chmod(0o500)
    refused(ENVIRONMENT, *run(files, files.locked))


@pytest.mark.parametrize("command", [run, lock])
def test_output_in_an_absent_folder(command, files, refused):
    files.out = files.out / "absent"
    arguments = command(files, files.model)
    files.out = files.out.parent
    refused(ENVIRONMENT, *arguments)


def test_lock_over_its_input(files, refused):
    before = files.model.read_bytes()
    refused(USAGE, "lock", files.model, "-o", files.model, "-p", files.profile)
    assert files.model.read_bytes() == before


def test_run_over_its_input(files, refused):
    before = files.x.read_bytes()
    refused(USAGE, "run", files.locked, "--input", files.x, "--output", files.x)
    assert files.x.read_bytes() == before


def test_tampered_ciphertext(files, refused):
    text = files.locked.read_text()
    blob = re.search(r'hwlock_w0: "0x\w*(\w)"', text)
    other = "0" if blob[1] != "0" else "1"
    files.locked.write_text(text[: blob.start(1)] + other + text[blob.end(1) :])
    refused(CORRUPT, *run(files, files.locked))
