"""hwlock lock, killed at random moments: the output is absent or complete, an
older output is as it was, and nothing else is left.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import random
import subprocess
import time

import numpy as np
import pytest

SEED = 2405
KILLS = 50
# So large that locking takes a while.
ELEMENTS = 1 << 21


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("killed") / "model.mlir"
    weights = np.random.default_rng(SEED).standard_normal(ELEMENTS, dtype=np.float32)
    path.write_text(
        f"""
func.func @main(%x: tensor<{ELEMENTS}xf32>) -> tensor<{ELEMENTS}xf32> {{
  %w = arith.constant dense_resource<w> : tensor<{ELEMENTS}xf32>
  %y = linalg.add ins(%x, %w : tensor<{ELEMENTS}xf32>, tensor<{ELEMENTS}xf32>)
                  outs(%x : tensor<{ELEMENTS}xf32>) -> tensor<{ELEMENTS}xf32>
  return %y : tensor<{ELEMENTS}xf32>
}}
{{-# dialect_resources: {{ builtin: {{ w: "0x04000000{weights.tobytes().hex()}" }} }} #-}}
"""
    )
    return path


def has_unnamed_files(folder):
    """Whether this file system has O_TMPFILE; without, a killed process leaves a
    file *.tmp*, as docs/FileFormat.md says."""
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
    except OSError:
        return False
    return True


def lock_and_kill(command, moment):
    """Whether the command was killed before its end."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(moment)
        process.kill()
        code = process.wait()
    assert code in (0, -9)
    return code != 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["locked.mlir", "locked.mlirbc"])
@pytest.mark.parametrize("older", [None, b"older output"], ids=["absent", "older"])
def test_killed_lock(name, older, hwlock, build, profile, model, tmp_path):
    if not has_unnamed_files(tmp_path):
        pytest.skip("this file system has no files without a name")
    output = tmp_path / name
    command = [build / "bin/hwlock", "lock", model, "-o", output, "-p", profile, "--json"]
    start = time.monotonic()
    hwlock.check(*command[1:])
    duration = time.monotonic() - start
    print(f"seed {SEED}, one lock takes {duration:.2f} s")

    rng, killed, complete = random.Random(SEED), 0, 0
    for _ in range(KILLS // 2 if older else KILLS - KILLS // 2):
        output.unlink()
        if older:
            output.write_bytes(older)
        # The later part, where the output is written, counts most.
        killed += lock_and_kill(command, duration * (1 - rng.random() ** 2))
        found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        if found == ({name: older} if older else {}):
            output.touch()
            continue
        # Between two system calls a complete file may have two names.
        complete += 1
        for path in tmp_path.iterdir():
            hwlock.check("inspect", path)
            if path != output:
                path.unlink()
        output.touch()
    print(f"{killed} killed, {complete} outputs complete")
    assert killed
