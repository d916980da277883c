"""An authorised machine opens its model even when it is busy.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import subprocess
import sys

import numpy as np
import pytest
from small_model import SMALL_MODEL

OPENS = 200


@pytest.fixture
def busy_cores():
    """Keeps every core busy."""
    spin = [sys.executable, "-c", "while True: pass"]
    processes = [subprocess.Popen(spin) for _ in range(os.cpu_count())]
    yield
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_every_open_succeeds_on_busy_cores(hwlock, profile, tmp_path, busy_cores):
    model, locked = tmp_path / "model.mlir", tmp_path / "locked.mlir"
    # Compiled once, so that little but the opens is repeated.
    compiled = tmp_path / "locked.so"
    image = tmp_path / "x.npy"
    model.write_text(SMALL_MODEL)
    np.save(image, np.array([[1, 10]], dtype=np.float32))
    hwlock.check("lock", model, "-o", locked, "-p", profile)
    hwlock.check("compile", locked, "-o", compiled)
    failures = []
    for _ in range(OPENS):
        process = hwlock.call("run", compiled, "--input", image)
        if process.returncode:
            failures.append(process.stderr)
    assert not failures, f"{len(failures)} of {OPENS}, the first: {failures[0]}"
    for form in (locked, compiled):
        assert hwlock.run_model(form, image).tolist() == [[31, 42]]
