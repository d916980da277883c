"""Calls the hwlock program.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess
import tempfile
from collections.abc import Sequence

import numpy as np


class HwlockError(RuntimeError):
    """hwlock ended with another exit code than 0."""

    def __init__(self, process: subprocess.CompletedProcess):
        self.exit_code = process.returncode
        super().__init__(
            f"{' '.join(process.args)}: exit code {process.returncode}\n{process.stderr}"
        )


class Hwlock:
    """One hwlock program, perhaps under an emulator."""

    def __init__(self, program: pathlib.Path, emulator: Sequence[str] = ()):
        self.prefix = [*emulator, str(program)]

    def call(self, *arguments) -> subprocess.CompletedProcess:
        """Runs a subcommand to its end, whatever its exit code."""
        return subprocess.run(
            [*self.prefix, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )

    def check(self, *arguments) -> subprocess.CompletedProcess:
        """Runs a subcommand; raises HwlockError if it fails."""
        process = self.call(*arguments)
        if process.returncode:
            raise HwlockError(process)
        return process

    def run_model(self, model: pathlib.Path, *inputs: pathlib.Path) -> np.ndarray:
        """The first result of `main` on the given .npy files."""
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "output.npy"
            self.check("run", model, "--input", *inputs, "--output", output)
            return np.load(output, allow_pickle=False)
