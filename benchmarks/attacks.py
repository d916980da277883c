"""How long a battery of attacks takes; docs/Attacks.md has the numbers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Networks are those of test/models/import_models.py, which imports them first into
$HWLOCK_BUILD_DIR/models; samples are random. Run it in .venv.
"""

import argparse
import os
import pathlib
import statistics
import sys
import time

import machine

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("HWLOCK_BUILD_DIR", ROOT / "build"))
# In place of this folder, whose iree.py is not the package.
sys.path[:1] = [str(ROOT / "python-bindings"), str(ROOT / "test/models")]
sys.path.append(str(BUILD / "python"))

import import_models  # noqa: E402
import numpy as np  # noqa: E402

from hwlock import attacks  # noqa: E402
from hwlock.attacks import forms  # noqa: E402


def more(example: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` samples like the first of an input: noise, token numbers, a mask."""
    shape = (count, *example.shape[1:])
    if example.dtype == np.float32:
        return rng.standard_normal(shape).astype(np.float32)
    if example.max() > 1:
        return rng.integers(example.min(), example.max() + 1, shape, example.dtype)
    return np.repeat(example[:1], count, 0)


def compiled_each_time(self, probe, constants, inputs):
    """In place of `Forms.run()`: before compiled models took other constants."""
    return forms.run_in_batches(forms._load(self._changed(probe, constants)), inputs)


def measure(name: str, samples: int, count: int | None) -> str:
    """A line of the table."""
    folder = import_models.import_model(name, BUILD / "models")
    examples = [np.load(path) for path in sorted(folder.glob("input*.npy"))]
    rng = np.random.default_rng(0)
    inputs = [more(example, samples, rng) for example in examples]
    wall, cpu = time.monotonic(), time.process_time()
    report = attacks.battery(
        folder / "model.mlirbc", inputs, attacks=attacks.ATTACKS[:count],
        progress=lambda done, all: print(f"\r{name}: {done} of {all}", end="", file=sys.stderr),
    )  # fmt: skip
    print(file=sys.stderr)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    median = statistics.median(row.seconds for row in report.rows)
    longest = max(report.rows, key=lambda row: row.seconds)
    return (
        f"| {name} | {samples} | {len(report.rows)} | {wall:.1f} | {cpu:.1f} | {median:.1f} "
        f"| {longest.attack}: {longest.seconds:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", metavar="NAME", help=", ".join(import_models.MODELS))
    parser.add_argument("--samples", type=int, default=60, help="default 60: the attacker's")
    parser.add_argument("--attacks", type=int, metavar="N", help="the first N alone")
    parser.add_argument(
        "--compile-each", action="store_true", help="compile the module for each attack"
    )
    arguments = parser.parse_args()
    if arguments.compile_each:
        forms.Forms.run = compiled_each_time
    for key, value in machine.describe(BUILD).items():
        print(f"{key}: {value}")
    print("\n| model | samples | attacks | seconds | of CPU time | median attack | longest |")
    print("|---|---|---|---|---|---|---|")
    for name in arguments.names:
        print(measure(name, arguments.samples, arguments.attacks), flush=True)


if __name__ == "__main__":
    main()
