"""What a measurement depends on, in words.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import platform
import re
import subprocess


def _field(path: str, pattern: str) -> str:
    """The first match in a file of the system, or "unknown"."""
    try:
        found = re.search(pattern, pathlib.Path(path).read_text())
    except OSError:
        found = None
    return found[1].strip() if found else "unknown"


def _output(*command: str) -> str:
    """The first line that a program prints."""
    result = subprocess.run(command, capture_output=True, text=True)
    return (result.stdout.splitlines() or ["unknown"])[0]


def describe(build: pathlib.Path) -> dict[str, str]:
    """The machine, its load and the programs under test."""
    flags = _field("/proc/cpuinfo", r"flags\s*:(.*)").split()
    governor = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"
    cache = str(build / "CMakeCache.txt")
    wanted = ("aes", "pclmulqdq", "vaes", "vpclmulqdq", "avx512bw", "hypervisor")
    return {
        "cpu": _field("/proc/cpuinfo", r"model name\s*:(.*)"),
        "cpu features": " ".join(flag for flag in wanted if flag in flags),
        "threads": str(len(os.sched_getaffinity(0))),
        "governor": _field(governor, r"(.*)"),
        "load before": "%.1f" % os.getloadavg()[0],
        "kernel": platform.release(),
        "openssl": _output("openssl", "version"),
        "hwlock": _output(str(build / "bin/hwlock"), "--version"),
        "mlir": _field(cache, r"MLIR_DIR:\w+=(.*)"),
        "compiler": _field(cache, r"CMAKE_CXX_COMPILER:\w+=(.*)"),
        "build type": _field(cache, r"CMAKE_BUILD_TYPE:\w+=(.*)"),
    }
