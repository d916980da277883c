"""`python -m hwlock` is the command of the package.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import subprocess
import sys

import hwlock


def run(path, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "hwlock", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": ":".join(map(str, path))},
    )


SOURCES = pathlib.Path(hwlock.__file__).parents[1]


def test_version(build):
    process = run([SOURCES, build / "python"], "--version")
    assert process.stdout == f"hwlock {hwlock.__version__}\n", process.stderr


def test_exit_codes(build, tmp_path):
    process = run([SOURCES, build / "python"], "run", tmp_path / "absent.mlir")
    assert process.returncode == 2
    assert process.stderr.startswith("hwlock: error: ")


def test_without_programs():
    process = run([SOURCES], "--version")
    assert process.returncode == 5
    assert "hwlock: hint: install the wheel" in process.stderr
