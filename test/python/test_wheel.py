"""The wheel, installed into a fresh environment with NumPy alone.

Nothing of the build and none of its libraries may be used: the programs that run
here see neither.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="session")
def wheel(build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [ROOT / "scripts/build-wheel", folder],
        check=True,
        env={**os.environ, "HWLOCK_BUILD_DIR": str(build)},
    )
    (found,) = folder.glob("hwlock-*.whl")
    return found


def copy_numpy(site_packages: pathlib.Path):
    """The tests need no network: NumPy comes from the environment that they run in."""
    distribution = importlib.metadata.distribution("numpy")
    tops = {file.parts[0] for file in distribution.files or () if ".." not in file.parts}
    for top in tops:
        shutil.copytree(distribution.locate_file(top), site_packages / top)


@pytest.fixture(scope="session")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment that has the wheel."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    copy_numpy(site_packages)
    interpreter = folder / "bin/python"
    subprocess.run(
        [interpreter, "-m", "pip", "install", "--quiet", "--no-index", wheel], check=True
    )
    return interpreter


def run(*words, cwd) -> str:
    """What a program prints, in an environment without the build."""
    process = subprocess.run(
        words,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd)},
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def test_a_session(python, build, tmp_path):
    """See wheel_session.py."""
    subprocess.run([build / "bin/hwlock-test-profile", tmp_path / "foreign.hwp"], check=True)
    printed = run(python, HERE / "wheel_session.py", ROOT / "examples/digits", cwd=tmp_path)
    assert printed.endswith("session done\n")


def test_licenses_of_bundled_libraries(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        files = {
            pathlib.PurePath(name).name: archive.read(name)
            for name in names
            if ".dist-info/licenses/" in name
        }
    # auditwheel writes lib/libcrypto-0123abcd.so.3.
    bundled = {re.sub("-[0-9a-f]{8}", "", name.split("/")[-1]) for name in names
               if name.startswith("hwlock.libs/")}  # fmt: skip
    assert any(name.startswith("libMLIR.so") for name in bundled)
    for name in bundled:
        found = subprocess.run(
            ["dpkg-query", "-S", f"*/{name}*"], capture_output=True, text=True, check=True
        )
        packages = {line.split(":")[0] for line in found.stdout.splitlines()}
        assert any(b"opyright" in files.get(package, b"") for package in packages), name


def test_libraries_for_devices_under_iree(python, tmp_path):
    """They load, and show nothing but their interface."""
    code = (
        "import ctypes, pathlib, hwlock, hwlock.iree as i;"
        "folder = pathlib.Path(hwlock.__path__[0]) / 'lib';"
        "print(i._library(None)._name.startswith(str(folder)),"
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
