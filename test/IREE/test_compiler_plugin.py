"""The plug-in for those who build IREE's compiler from source (lib/IREE/Plugin).

What a build of IREE would have it do is done here in parts: the published
iree-compile brings a module to where the plug-in is called and goes on from
there. docs/Iree.md says what that shows and what it does not.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess
import sys

import iree_tools
import numpy as np
import pytest
from hwlock import plaintext

HERE = pathlib.Path(__file__).parent
DIGITS = HERE.parents[1] / "examples/digits"
MODEL, IMAGES = DIGITS / "model.mlir", DIGITS / "images.npy"
BEFORE = ("--compile-to=preprocessing", "--mlir-print-op-generic")
AFTER = "--compile-from=preprocessing"


@pytest.fixture(scope="session")
def preprocessed(tmp_path_factory) -> pathlib.Path:
    """The model where the plug-in meets it: in IREE's dialects, no constant evaluated."""
    path = tmp_path_factory.mktemp("preprocessed") / "digits.mlir"
    iree_tools.compile_module(MODEL, path, *BEFORE)
    assert "util.func" in path.read_text() and "hal.tensor.import" in path.read_text()
    return path


@pytest.fixture(scope="session")
def unlocked(preprocessed) -> np.ndarray:
    module = preprocessed.with_suffix(".vmfb")
    iree_tools.compile_module(preprocessed, module, AFTER)
    assert leaks(module)
    return iree_tools.results(module, [IMAGES])


def leaks(path: pathlib.Path) -> set[bytes]:
    """The positive control is the module without a lock."""
    windows = plaintext.windows(plaintext.resources(MODEL.read_bytes()))
    return plaintext.search(windows, path.read_bytes())


@pytest.fixture(scope="session")
def plugin(build) -> pathlib.Path:
    """The plug-in, with IREE's own plug-in manager around it."""
    program = build / "bin/hwlock-test-iree-plugin"
    if not program.is_file():
        pytest.skip(
            "the plug-in for IREE's compiler was not compiled: IREE's headers are not here; "
            "configure with -DHWLOCK_IREE_SOURCE_DIR=/path/to/iree, a checkout"
        )
    return program


def preprocess(plugin, *words) -> subprocess.CompletedProcess:
    return subprocess.run([plugin, *words], capture_output=True, text=True)


def test_both_llvms_in_one_process(build, profile, preprocessed, unlocked, tmp_path):
    locked, module = tmp_path / "locked.mlir", tmp_path / "locked.vmfb"
    process = subprocess.run(
        [
            sys.executable, HERE / "compile_in_one_process.py", build / "lib/libhwlock.so.1",
            f"profile={profile}", preprocessed, locked,
            AFTER, *iree_tools.CPU_FLAGS, "-o", module,
        ],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    assert not leaks(locked) and not leaks(module)
    assert iree_tools.results(module, [IMAGES]).tobytes() == unlocked.tobytes()


def test_a_foreign_profile_does_not_open(build, foreign_profile, preprocessed, tmp_path):
    module = tmp_path / "locked.vmfb"
    subprocess.run(
        [
            sys.executable, HERE / "compile_in_one_process.py", build / "lib/libhwlock.so.1",
            f"profile={foreign_profile}", preprocessed, tmp_path / "locked.mlir",
            AFTER, *iree_tools.CPU_FLAGS, "-o", module,
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    refused = iree_tools.run_module(module, [IMAGES], tmp_path / "scores.npy")
    assert "hwlock: this machine is not authorised" in refused.stderr


@pytest.mark.parametrize("flags", [(), iree_tools.FASTEST_FLAGS], ids=["default", "fastest"])
def test_the_plugin_locks(plugin, profile, preprocessed, unlocked, build, tmp_path, flags):
    locked, module = tmp_path / "locked.mlir", tmp_path / "locked.vmfb"
    process = preprocess(
        plugin, preprocessed, locked, "--iree-plugin=hwlock",
        f"--iree-hwlock-library={build}/lib/libhwlock.so.1",
        f"--iree-hwlock-lock-model=profile={profile}",
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    iree_tools.compile_module(locked, module, AFTER, *flags)
    assert not leaks(locked) and not leaks(module)
    scores = iree_tools.results(module, [IMAGES])
    if flags:
        np.testing.assert_allclose(scores, unlocked, rtol=1e-4, atol=1e-4)
    else:
        assert scores.tobytes() == unlocked.tobytes()


def test_the_plugin_does_nothing_unless_asked(plugin, preprocessed, tmp_path):
    result = tmp_path / "same.mlir"
    process = preprocess(plugin, preprocessed, result)
    assert process.returncode == 0, process.stderr
    assert leaks(result) and "hwlock" not in result.read_text()


def test_what_the_plugin_says_when_it_cannot_lock(plugin, preprocessed, build, tmp_path):
    result = tmp_path / "none.mlir"
    library = f"--iree-hwlock-library={build}/lib/libhwlock.so.1"
    for flags, message, hint in (
        ([library, "--iree-hwlock-lock-model=chain=rot13"], "rot13", "pretransform"),
        ([library, "--iree-hwlock-lock-model=profile=absent.hwp"], "absent.hwp", ""),
        (["--iree-hwlock-library=absent.so"], "cannot load libhwlock: absent.so",
         "note: name libhwlock.so of a build"),
    ):  # fmt: skip
        process = preprocess(plugin, preprocessed, result, "--iree-plugin=hwlock", *flags)
        assert process.returncode == 1
        assert "error: hwlock: " in process.stderr and message in process.stderr
        assert hint in process.stderr
        assert not result.exists()
