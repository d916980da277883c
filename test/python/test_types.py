"""The package is typed: for its users, and against its compiled half.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import subprocess
import sys

import pytest

import hwlock

PACKAGE = pathlib.Path(hwlock.__file__).parent
# What `import hwlock` loads, the command, and what a device has.
CHECKED = [
    "__init__",
    "__main__",
    "_compiled_model",
    "_device",
    "_model_abi",
    "_native",
    "_programs",
    "_runtime_library",
    "constants",
    "errors",
    "iree",
    "locking",
    "models",
    "profiles",
    "slots",
]
# All modules of these.
PACKAGES = ["attacks", "soft"]

USER = """
import numpy as np
import hwlock

profile = hwlock.enroll("here.hwp", sources=["precision"], progress=lambda done, all: None)
report = hwlock.lock(b"", "locked.mlir", profiles=[profile, "other.hwp"], on_mismatch="garbage")
model = hwlock.load(report, min_version=3)
reveal_type(model.functions["main"].inputs[0].shape)
model.run(np.zeros((2, 3), np.float32), function="main")
hwlock.lock("model.mlir", "locked.mlir", on_mismatch="silence")
"""


# Packages that have no types, or are not installed.
CONFIGURATION = """
[mypy]
strict = True
[mypy-iree.*,onnxruntime.*,optimum.*,torchao.*]
ignore_missing_imports = True
"""


def mypy(*arguments, cwd):
    (cwd / "mypy.ini").write_text(CONFIGURATION)
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", os.devnull, *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "MYPYPATH": str(PACKAGE.parent)},
    )


def test_the_package(tmp_path):
    paths = [PACKAGE / f"{name}.py" for name in CHECKED]
    paths += [path for name in PACKAGES for path in (PACKAGE / name).rglob("*.py")]
    process = mypy(*paths, cwd=tmp_path)
    assert process.returncode == 0, process.stdout


def test_programs_that_use_it(tmp_path):
    """The last line is wrong, and nothing else."""
    (tmp_path / "user.py").write_text(USER)
    process = mypy("user.py", cwd=tmp_path)
    lines = [line for line in process.stdout.splitlines() if "error:" in line]
    assert len(lines) == 1 and "'silence'" in lines[0], process.stdout
    assert 'Revealed type is "tuple[int, ...]"' in process.stdout


def test_stubs_are_those_of_the_compiled_half(build, tmp_path):
    """What python -m nanobind.stubgen -m hwlock._hwlock writes, below two lines."""
    made = tmp_path / "_hwlock.pyi"
    subprocess.run(
        [sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "hwlock._hwlock", "-o", made],
        check=True,
        env={**os.environ, "PYTHONPATH": f"{PACKAGE.parent}:{build}/python"},
    )
    committed = (PACKAGE / "_hwlock.pyi").read_text()
    assert committed.split("\n", 2)[2] == made.read_text()


@pytest.mark.parametrize("name", ["py.typed", "_hwlock.pyi"])
def test_markers_are_shipped(name):
    assert (PACKAGE / name).is_file()
