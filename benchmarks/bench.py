"""Measures and reports; scripts/bench builds first and calls it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import dataclasses
import json
import pathlib
import sys
import tempfile

import machine
import rows as comparisons
from measure import Failed, Row


def print_table(description: dict[str, str], rows: list[Row]) -> None:
    for name, value in description.items():
        print(f"{name}: {value}")
    print("\n| what | median | quartiles | min to max | unit | ratio | target |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        v = row.values
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = {None: "", True: ", hit", False: ", **missed**"}[row.hit]
        cells = [
            row.what,
            f"{v['median']:.4g}",
            f"{v['q1']:.4g} to {v['q3']:.4g}",
            f"{v['min']:.4g} to {v['max']:.4g}",
            row.unit,
            ratio,
            row.target + verdict,
        ]
        print("| " + " | ".join(cells) + " |")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures hwlock beside what it is compared to: in one run, in turn.",
    )
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "what", nargs="*", metavar="WHAT", help=f"{', '.join(comparisons.ALL)}; default: all"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--repetitions", type=int, default=7, metavar="N", help="of each contestant (default 7)"
    )
    parser.add_argument(
        "--size", type=int, default=1024, metavar="MIB", help="of the locked model (default 1024)"
    )
    parser.add_argument(
        "--folder", type=pathlib.Path, default="/dev/shm",
        help="for big files, three times the size (default /dev/shm: no disk is measured)",
    )  # fmt: skip
    arguments = parser.parse_args()
    unknown = set(arguments.what) - set(comparisons.ALL)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    description = machine.describe(arguments.build)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=arguments.folder, prefix="hwlock-bench-") as folder:
        bench = comparisons.Bench(
            programs=arguments.build / "bin",
            models=arguments.build / "models",
            folder=pathlib.Path(folder),
            size=arguments.size,
            repetitions=arguments.repetitions,
        )
        for what in arguments.what or comparisons.ALL:
            print(what, end=" ", file=sys.stderr, flush=True)
            try:
                rows += comparisons.ALL[what](bench)
            except Failed as failure:
                sys.exit(f"bench: error: {failure}")
    if arguments.json:
        report = {"machine": description, "rows": list(map(dataclasses.asdict, rows))}
        print(json.dumps(report, indent=2))
    else:
        print_table(description, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
