"""hwlock-iree-compile, asked to end while iree-compile runs: that ends too, and
nothing is left.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import signal
import subprocess
import time

import pytest

INPUTS = pathlib.Path(__file__).resolve().parents[1] / "Tools/Inputs"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupt_ends_the_compiler(number, build, tmp_path):
    command = [build / "bin/hwlock-iree-compile", INPUTS / "mlp.mlir", "-o", "out"]
    command += [f"--iree-compile={INPUTS / 'fake-iree-compile'}", "--fake-hang"]
    pid = tmp_path / "pid"
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while not pid.exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 5
    assert "hwlock: error: interrupted" in errors
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arguments.txt", "pid"]
