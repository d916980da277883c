"""Runs IREE's compiler and run time, as the wheels bring them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.util
import pathlib
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

COMPILER = pathlib.Path(sys.executable).parent / "iree-compile"
CPU_FLAGS = (
    "--iree-hal-target-device=local",
    "--iree-hal-local-target-device-backends=llvm-cpu",
)
# What packs weights into another layout.
FASTEST_FLAGS = ("--iree-opt-level=O3", "--iree-opt-data-tiling")


def compile_module(source: pathlib.Path, output: pathlib.Path, *flags: str) -> None:
    """Text in the generic form, or anything else that iree-compile reads."""
    subprocess.run(
        [COMPILER, *CPU_FLAGS, *flags, source, "-o", output], check=True, capture_output=True
    )


def _run_module() -> pathlib.Path:
    """The program itself: the script of that name is Python."""
    found = importlib.util.find_spec("iree._runtime_libs")
    if not found or not found.origin:
        pytest.skip("iree-base-runtime is not installed")
    return pathlib.Path(found.origin).parent / "iree-run-module"


def run_module(
    module: pathlib.Path,
    inputs: Sequence[pathlib.Path],
    output: pathlib.Path,
    *flags: str,
    emulator: Sequence[str] = (),
    before: Sequence[str] = (),
) -> subprocess.CompletedProcess:
    """Calls `main`; the first result goes to a .npy file. Modules that `module`
    imports from are named `before` it."""
    return subprocess.run(
        [
            *emulator, _run_module(), "--device=local-sync",
            *(f"--module={name}" for name in before), f"--module={module}", "--function=main", *(f"--input=@{path}" for path in inputs),
            f"--output=@{output}", *flags,
        ],
        capture_output=True,
        text=True,
    )


def results(module: pathlib.Path, inputs: Sequence[pathlib.Path], *flags: str) -> np.ndarray:
    """The first result of `main`."""
    output = module.with_suffix(".npy")
    process = run_module(module, inputs, output, *flags)
    assert process.returncode == 0, process.stderr
    return np.load(output, allow_pickle=False)
