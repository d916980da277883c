#!/usr/bin/env python3
"""Locks a model that is one weight of 256 MiB; fails if `hwlock lock` ever holds
more than 1.3 times the weight and 128 MB.
usage: lock-memory.py HWLOCK HWLOCK-TEST-MODEL HWLOCK-TEST-PROFILE

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Not under pytest: Linux counts what the parent held when it forked as the peak
of the child.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

WIDTH = 8192
WEIGHT = 4 * WIDTH * WIDTH
LIMIT = int(1.3 * WEIGHT + 128e6)


def peak(*command) -> int:
    """The most bytes that were resident while `command` ran."""
    child = os.posix_spawn(command[0], list(map(str, command)), os.environ)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code:
        sys.exit(f"{command[0]}: exit code {code}")
    return usage.ru_maxrss * 1024


def main() -> int:
    hwlock, test_model, test_profile = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model, locked = folder / "model.mlirbc", folder / "locked.mlirbc"
        profile = folder / "made-up.hwp"
        subprocess.run([test_model, model, "1", str(WIDTH)], check=True)
        subprocess.run([test_profile, profile], check=True)
        found = peak(hwlock, "lock", model, "-o", locked, "-p", profile)
        if locked.stat().st_size < WEIGHT:
            sys.exit("the locked model is shorter than its weight")
    print(f"{found / 1e6:.0f} MB for {WEIGHT / 1e6:.0f} MB of weights, limit {LIMIT / 1e6:.0f} MB")
    return found > LIMIT


if __name__ == "__main__":
    sys.exit(main())
