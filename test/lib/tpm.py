"""TPMs in software for tests, by software-tpm.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import pathlib
import shutil
import subprocess
import tempfile

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parent / "software-tpm"
NOT_INSTALLED = 77


class SoftwareTpm:
    """One TPM, running, in a folder of its own."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.tcti = f"swtpm:path={folder}/socket"
        self.roots = folder / "roots"
        self.running = False

    def script(self, action: str, *arguments) -> int:
        return subprocess.run([SCRIPT, action, self.folder, *arguments]).returncode

    def start(self):
        assert self.script("start") == 0
        self.running = True

    def stop(self):
        assert self.script("stop") == 0
        self.running = False

    def restart(self):
        self.stop()
        self.start()

    def tool(self, *command):
        assert self.script("tool", *command) == 0


@contextlib.contextmanager
def software_tpm(sibling: SoftwareTpm | None = None):
    """A running TPM, of the same manufacturer as `sibling`."""
    # The path of a socket has at most 107 characters.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hwlock-tpm-", dir="/tmp"))
    tpm = SoftwareTpm(folder)
    try:
        status = tpm.script("make", *([sibling.folder] if sibling else []))
        if status == NOT_INSTALLED:
            pytest.skip("swtpm is not installed")
        assert status == 0
        tpm.start()
        yield tpm
    finally:
        if tpm.running:
            tpm.stop()
        shutil.rmtree(folder)
