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
# What `import hwlock` loads, the command, attacks, soft locks, and what a device has.
CHECKED = [
    "__init__",
    "__main__",
    "_compiled_model",
    "_device",
    "_model_abi",
    "_native",
    "_programs",
    "_runtime_library",
    "attacks/__init__",
    "attacks/awq",
    "attacks/battery",
    "attacks/catalogue",
    "attacks/clipping",
    "attacks/correction",
    "attacks/equalisation",
    "attacks/formats",
    "attacks/forms",
    "attacks/gptq",
    "attacks/layers",
    "attacks/outputs",
    "attacks/repairs",
    "attacks/rows",
    "attacks/smoothing",
    "attacks/study",
    "attacks/toolkits",
    "constants",
    "errors",
    "iree",
    "locking",
    "models",
    "profiles",
    "slots",
    "soft/__init__",
    "soft/commands",
    "soft/cost",
    "soft/passes",
    "soft/samples",
    "soft/search",
    "soft/trials",
    "soft/tuning",
    "soft/verdict",
]

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


def mypy(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "MYPYPATH": str(PACKAGE.parent)},
    )


def test_the_package(tmp_path):
    process = mypy(*(PACKAGE / f"{name}.py" for name in CHECKED), cwd=tmp_path)
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
