"""Measures how strong locks are.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import importlib
import pathlib
import sys

from . import progress
from .programs import Programs
from .provenance import ROOT
from .sizes import QUICK, Sizes
from .store import Store

# Loaded when asked for: some need PyTorch.
PARTS = {
    "hard": ("rejects", "accepts", "destruction", "controls", "indistinguishability", "cost"),
    "soft": ("soft", "toolchains", "distillation", "both_locks"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/evaluate", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    hard = commands.add_parser("hard", help="measure hard locks")
    soft = commands.add_parser("soft", help="attack soft locks")
    for command, parts in zip((hard, soft), PARTS.values(), strict=True):
        command.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts))
        command.add_argument("--quick", action="store_true", help="a little of everything")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--restart", action="store_true", help="measure again what is there")
        command.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
        command.add_argument("-o", "--output", type=pathlib.Path, help="folder of the results")
        command.add_argument("--scratch", type=pathlib.Path, metavar="FOLDER",
                             help="of what is made on the way, another one for each of "
                             "several runs at once (default: in the build)")
        for name, default in vars(Sizes()).items():
            option = "--" + name.replace("_", "-")
            command.add_argument(option, type=int, metavar="N", help=f"default {default}")
    report = commands.add_parser("plot", help="draw the results")
    report.add_argument("--results", type=pathlib.Path, default=ROOT / "docs/evaluation")
    return parser


def sizes_of(arguments: argparse.Namespace) -> Sizes:
    sizes = QUICK if arguments.quick else Sizes()
    given = {name: getattr(arguments, name) for name in vars(sizes)}
    return Sizes(**{**vars(sizes), **{k: v for k, v in given.items() if v is not None}})


def measure(arguments: argparse.Namespace) -> None:
    scratch = arguments.scratch or arguments.build / "evaluation"
    output = arguments.output or (scratch if arguments.quick else ROOT / "docs/evaluation")
    programs = Programs(arguments.build, scratch)
    for part in arguments.parts or PARTS[arguments.command]:
        store = Store(output / f"{part}.json", arguments.seed, not arguments.restart)
        importlib.import_module(f".{part}", __package__).measure(
            programs, store, sizes_of(arguments)
        )
        progress.done(f"{part}: {store.path}")


def main() -> int:
    parser = _parser()
    arguments = parser.parse_args()
    if arguments.command == "plot":
        importlib.import_module(".report", __package__).write(arguments.results)
        return 0
    known = PARTS[arguments.command]
    for part in arguments.parts:
        if part not in known:
            parser.error(f"unknown part '{part}', expected one of {', '.join(known)}")
    measure(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
