"""The wheel, installed into a fresh environment: see wheels.py.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess

import pytest
import wheels
from wheels import ROOT, run

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="session")
def wheel(build, tmp_path_factory):
    return wheels.build(tmp_path_factory.mktemp("wheel"), build)


@pytest.fixture(scope="session")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment that has the wheel."""
    return wheels.install(wheel, tmp_path_factory.mktemp("venv"))


def test_a_session(python, build, tmp_path):
    """See wheel_session.py."""
    subprocess.run([build / "bin/hwlock-test-profile", tmp_path / "foreign.hwp"], check=True)
    printed = run(python, HERE / "wheel_session.py", ROOT / "examples/digits", cwd=tmp_path)
    assert printed.endswith("session done\n")


def test_licenses_of_bundled_libraries(wheel):
    assert any(name.startswith("libMLIR.so") for name in wheels.check_licenses(wheel))


def test_libraries_for_devices_under_iree(python, tmp_path):
    """They load, and show nothing but their interface."""
    code = (
        "import ctypes, pathlib, hwlock, hwlock._runtime_library as r;"
        "folder = pathlib.Path(hwlock.__path__[0]) / 'lib';"
        "print(r.runtime_library()._name.startswith(str(folder)),"
        "hasattr(ctypes.CDLL(folder / 'libhwlock_vm.so'), 'hwlock_vm_create'))"
    )
    assert run(python, "-c", code, cwd=tmp_path) == "True True\n"


def test_commands(python, tmp_path):
    module = run(python, "-m", "hwlock", "--version", cwd=tmp_path)
    assert module.startswith("hwlock ")
    assert run(python.parent / "hwlock", "--version", cwd=tmp_path) == module
    assert "LLVM version 22" in run(python.parent / "hwlock-opt", "--version", cwd=tmp_path)
    help_text = run(python.parent / "hwlock-iree-compile", "--help", cwd=tmp_path)
    assert "hwlock" in help_text


def test_compiles_with_the_linker_inside(python, tmp_path):
    """Finds no other: the folders of LLVM are not in PATH."""
    run(python, "-m", "hwlock", "compile", ROOT / "examples/digits/model.mlir",
        "-o", "digits.so", cwd=tmp_path)  # fmt: skip
    images = ROOT / "examples/digits/images.npy"
    program = (
        "import hwlock, numpy as np\n"
        f"print(hwlock.load('digits.so').run(np.load({str(images)!r})).shape)"
    )
    assert run(python, "-c", program, cwd=tmp_path) == "(450, 10)\n"
