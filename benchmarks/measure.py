"""Repeats contestants in turn and sums up what they took.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


class Failed(RuntimeError):
    """A program under test did not end well."""


@dataclasses.dataclass
class Usage:
    """What one run of a program took."""

    wall: float
    cpu: float
    peak: int  # bytes


def run(*command, env: Mapping[str, str] = NOTHING) -> Usage:
    """Runs a program to its end, its output thrown away. `env` is added to its variables."""
    words = list(map(str, command))
    null = os.open(os.devnull, os.O_RDWR)
    quiet = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    start = time.perf_counter()
    child = os.posix_spawnp(words[0], words, os.environ | env, file_actions=quiet)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(null)
    if status:
        raise Failed(f"{' '.join(words)}: {os.waitstatus_to_exitcode(status)}")
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def output(*command, env: Mapping[str, str] = NOTHING) -> str:
    """What a program prints on standard output. `env` is added to its variables."""
    words = list(map(str, command))
    result = subprocess.run(words, capture_output=True, text=True, env=os.environ | env)
    if result.returncode:
        raise Failed(f"{' '.join(words)}: {result.returncode}\n{result.stderr}")
    return result.stdout


def in_turn(contestants: dict[str, Callable], repetitions: int) -> dict[str, list]:
    """Results of each contestant; one round calls each once. The first round,
    which fills caches, is thrown away."""
    results = {name: [] for name in contestants}
    for repetition in range(repetitions + 1):
        for name, contestant in contestants.items():
            result = contestant()
            if repetition:
                results[name].append(result)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return results


def spread(values: Iterable[float]) -> dict[str, float]:
    """Median, quartiles and extremes."""
    ordered = sorted(values)
    low, median, high = (
        statistics.quantiles(ordered, n=4, method="inclusive")
        if len(ordered) > 1
        else ordered * 3
    )
    return {
        "median": median,
        "q1": low,
        "q3": high,
        "min": ordered[0],
        "max": ordered[-1],
    }


@dataclasses.dataclass
class Row:
    """A line of the report. `ratio` is to the reference of the same run; the
    target bounds it, or where there is no reference, the values."""

    what: str
    unit: str
    values: dict[str, float]
    ratio: float | None = None
    target: str = ""
    hit: bool | None = None
