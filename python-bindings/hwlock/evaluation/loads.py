"""What else a machine does while a model is opened.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import contextlib
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import numpy as np

# Takes a compiler about a second.
_SOURCE = """
#include <algorithm>
#include <iostream>
#include <map>
#include <regex>
int main() {
  std::map<std::string, std::regex> words;
  for (std::string line; std::getline(std::cin, line);)
    words.emplace(line, std::regex(line));
  std::cout << std::count_if(words.begin(), words.end(), [](const auto &word) {
    return std::regex_search(word.first, word.second);
  });
}
"""


def _compute(cpu: int) -> None:
    """Products of matrices and copies of memory, in turn, on one CPU."""
    os.sched_setaffinity(0, {cpu})
    rng = np.random.default_rng(cpu)
    left, right = rng.standard_normal((2, 256, 256)).astype(np.float32)
    block = np.zeros(1 << 22, np.uint8)
    while True:
        for _ in range(50):
            left @ right
        for _ in range(50):
            block.copy()


@contextlib.contextmanager
def busy_cores() -> Iterator[None]:
    """Every core multiplies and copies."""
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=_compute, args=(cpu,), daemon=True)
        for cpu in sorted(os.sched_getaffinity(0))
    ]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


@contextlib.contextmanager
def compiling() -> Iterator[None]:
    """A C++ file is compiled again and again, one on each core."""
    compiler = next(filter(None, map(shutil.which, ("c++", "g++", "clang++-22"))), None)
    if compiler is None:
        raise FileNotFoundError("no C++ compiler; run scripts/setup")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "words.cpp"
        source.write_text(_SOURCE)
        loop = f'while "{compiler}" -std=c++17 -O2 -c "{source}" -o /dev/null; do :; done'
        workers = [
            subprocess.Popen(["sh", "-c", loop], start_new_session=True)
            for _ in os.sched_getaffinity(0)
        ]
        try:
            yield
        finally:
            for worker in workers:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(worker.pid, 9)
                worker.wait()
