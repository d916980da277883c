"""A TPM 2.0 in software, for locks with the source tpm2.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import os
import pathlib
import subprocess
import tempfile
from collections.abc import Iterator

from .provenance import ROOT

_SCRIPT = ROOT / "test/lib/software-tpm"
_VARIABLE = "TPM2TOOLS_TCTI"


def installed() -> bool:
    return subprocess.run(["sh", "-c", "command -v swtpm swtpm_setup swtpm_localca"],
                          capture_output=True).returncode == 0


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Makes a TPM, and makes it the one that programs find."""
    with tempfile.TemporaryDirectory() as folder:
        for action in ("make", "start"):
            subprocess.run([_SCRIPT, action, folder], check=True, stdout=subprocess.DEVNULL)
        before = os.environ.get(_VARIABLE)
        os.environ[_VARIABLE] = f"swtpm:path={pathlib.Path(folder) / 'socket'}"
        try:
            yield
        finally:
            os.environ.pop(_VARIABLE)
            if before is not None:
                os.environ[_VARIABLE] = before
            subprocess.run([_SCRIPT, "stop", folder], check=True)
