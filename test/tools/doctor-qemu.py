#!/usr/bin/env python3
"""An emulator on this machine is another machine. usage: doctor-qemu.py HWLOCK

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import platform
import shutil
import subprocess
import sys

HWLOCK = sys.argv[1]
EMULATOR = "qemu-x86_64"
# Symbol errors that the error policy corrects (VaultLayout.h).
CORRECTABLE = 4
SKIPPED = 77


def report(*prefix: str) -> dict:
    result = subprocess.run(
        [*prefix, HWLOCK, "doctor", "--json", "--measurements", "10"],
        capture_output=True,
        text=True,
    )
    # 5: measured, but too unsteady to be enrolled. A signal is negative.
    if result.returncode not in (0, 5):
        sys.exit(f"{' '.join(prefix)}: exit code {result.returncode}\n{result.stderr}")
    return json.loads(result.stdout)


def symbols(doctor: dict) -> dict:
    return {chain["name"]: chain["symbol"] for chain in doctor["chains"]}


def main() -> int:
    if platform.machine() != "x86_64" or not shutil.which(EMULATOR):
        print(f"skipped: no {EMULATOR} on an x86-64 machine")
        return SKIPPED
    here = report()
    native = symbols(here)
    probes = [chain["name"] for chain in here["chains"] if chain["kept"]]
    quiet = [chain["name"] for chain in here["chains"] if chain["quiet"]]
    failed = False
    # The old CPU also shows that no instruction runs that it lacks.
    for cpu in ("max", "Nehalem"):
        emulated = symbols(report(EMULATOR, "-cpu", cpu))
        wrong = [name for name in probes if emulated[name] != native[name]]
        wrong_quiet = [name for name in quiet if emulated[name] != native[name]]
        print(
            f"{EMULATOR} -cpu {cpu}: {len(wrong)} of {len(probes)} probes and "
            f"{len(wrong_quiet)} of {len(quiet)} quiet chains read otherwise"
        )
        failed |= len(wrong) <= CORRECTABLE or not wrong_quiet
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
