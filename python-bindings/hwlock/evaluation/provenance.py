"""What a result depends on, in words.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import datetime
import os
import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]


def _processor() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().split("\n\n")[0].splitlines()
    except OSError:
        return "unknown"
    facts = {key.strip(): value.strip() for key, _, value in (x.partition(":") for x in lines)}
    words = (facts.get(key, "?") for key in ("model name", "cpu family", "model"))
    return "{} (family {} model {})".format(*words)


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stdout.strip() or "unknown"


def describe(seed: int) -> dict[str, str | int | float]:
    return {
        "cpu": _processor(),
        "threads": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "load": round(os.getloadavg()[0], 1),
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "seed": seed,
    }
