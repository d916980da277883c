"""The commands `hwlock audit` and `hwlock tune` of the Python package.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import json
import math
import pathlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from hwlock.attacks import ATTACKS, MIXED, REPAIRED, WIDE
from hwlock.errors import Error, InputError, UsageError
from hwlock.soft.trials import Trial
from hwlock.soft.tuning import DRAWS, REFINEMENTS, tune
from hwlock.soft.verdict import MARGIN, audit

_AUDIT = """\
Attacks a model as anyone would who has read its weights: rounds them to int8, int4,
fp8 and others, prunes them, does what the toolkits for it do, and runs what comes out.
Prints what each attack leaves, and whether the best of each tier is at chance: not more
than a margin above who always makes the same choice.

With labels accuracy is counted. Without, how often the choice of the model stays: the
place of the largest number of its first output. Give samples that the model was not
tuned on.
"""
_AUDIT_EXAMPLES = """\
tiers: T0 formats and pruning as they are, T1 what toolkits do, T2 the same after a repair
by someone who knows the lock, mixed int8 with some layers left in float32, wide formats
that are nearly float32 (TF32). No soft lock of hwlock withstands T2 or wide, or all of
mixed.

examples:
  python -m hwlock audit model.mlir --data images.npy --labels labels.npy
  python -m hwlock audit tuned.mlirbc --data ids.npy mask.npy --tier T1 --json

exit codes: 0 done, whatever the verdict, which --json has as "holds"; others as those
of hwlock
"""
_TUNE = """\
Looks for the weakest soft locks that bring every attack of tiers T0 and T1 to chance, not
more than a margin above who always makes the same choice, and writes the model with
them. It doubles kappa of hwlock-head-mix, hwlock-pos-mix and hwlock-out-mix and the
factors of hwlock-ln-null-in and hwlock-ln-null-out as long as the outputs drift no more
than they may, then takes larger blocks as long as they cost no more than they may, and
attacks each model that this gives. Where attacks leave no more than a lucky guess, it
draws the same locks again first; where doubling all drifts too much, it doubles groups of
weights that drift little; and once a model holds, it takes away what is not needed. With
--strongest it doubles as much as fits, and takes the best of --draws draws of that, each
amplified less if it drifts too much; of up to four times as many as long as attacks
leave more than half of the margin.

The weights stay readable. To lock the result to a machine: hwlock lock OUT ...
"""
_TUNE_EXAMPLES = """\
drift is the largest change of an output relative to the largest output, on the data.
cost counts multiplications of layers with constant weights, and bytes of constants, over
those of the model, whichever is larger; not the time that a run takes. Where what
hwlock-out-mix or hwlock-pos-mix adds costs more than it may, the search does without.
Without --data both are measured on random numbers, and attacks by how often the
choice of the model stays, which says little about real data.

examples:
  python -m hwlock tune model.mlir --data images.npy --labels labels.npy -o tuned.mlirbc
  python -m hwlock tune model.mlir --data ids.npy mask.npy --drift-budget 1e-4 --seed 7
  python -m hwlock tune model.mlir --data ids.npy mask.npy --max-cost 1 -o tuned.mlirbc
  python -m hwlock tune model.mlir --data x.npy --labels y.npy --held-out 0.5 -o tuned.mlirbc
  python -m hwlock tune model.mlir --data x.npy --labels y.npy --drift-budget 1.5e-4 \\
      --strongest --draws 16 --calibrations 3 -o tuned.mlirbc
  python -m hwlock audit tuned.mlirbc --data others.npy --labels their-labels.npy

exit codes: 0 done, 2 nothing within the budgets holds (hints say how far it came, nothing
is written), others as those of hwlock
"""


class _Parser(argparse.ArgumentParser):
    """With the exit code and the messages of the other commands."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\nrun '{self.prog} --help' to learn its options")


def _parser(name: str, text: str, examples: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"python -m hwlock {name}",
        description=text,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "model", metavar="MODEL", type=pathlib.Path, help=".mlir or .mlirbc, not locked by a key"
    )
    parser.add_argument(
        "--data",
        nargs="+",
        metavar="X.npy",
        type=pathlib.Path,
        help="samples, a file for each input of main (default: random numbers)",
    )
    parser.add_argument(
        "--labels",
        metavar="Y.npy",
        type=pathlib.Path,
        help="the index of the right output of each sample",
    )
    parser.add_argument(
        "--margin",
        type=float,
        default=100 * MARGIN,
        metavar="POINTS",
        help=f"how far above chance an attack may come, in points (default {100 * MARGIN:g})",
    )
    parser.add_argument(
        "--calibrations",
        type=int,
        default=1,
        metavar="N",
        help="how often each attack runs, calibrated with other samples each time; what it "
        "leaves is the average (default 1)",
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser


def _array(path: pathlib.Path) -> Any:
    try:
        return np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"cannot read '{path}' as .npy\n{error}") from error


def _samples(arguments: argparse.Namespace) -> dict[str, Any]:
    data, labels = arguments.data, arguments.labels
    return {
        "data": None if data is None else [_array(path) for path in data],
        "labels": None if labels is None else _array(labels),
    }


def _print_json(facts: dict[str, Any]) -> None:
    """JSON has no word for what is not finite: null."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    print(json.dumps(plain(facts), allow_nan=False))


def _show(text: str) -> None:
    """A line that is rewritten, if somebody looks."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _audit(words: Sequence[str]) -> None:
    parser = _parser("audit", _AUDIT, _AUDIT_EXAMPLES)
    parser.add_argument(
        "--tier",
        default="T0,T1",
        metavar="TIERS",
        help="which attacks, comma separated: T0, T1, T2, mixed, wide (default T0,T1)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=1,
        metavar="N",
        help="what random numbers are drawn from (default 1)",
    )
    arguments = parser.parse_args(words)
    tiers = arguments.tier.split(",")
    known = (*ATTACKS, *REPAIRED, *MIXED, *WIDE)
    for tier in tiers:
        if tier not in {attack.tier for attack in known}:
            parser.error(f"unknown tier '{tier}', expected T0, T1, T2, mixed or wide")
    report = audit(
        arguments.model,
        **_samples(arguments),
        attacks=[attack for attack in known if attack.tier in tiers],
        margin=arguments.margin / 100,
        calibrations=arguments.calibrations,
        seed=arguments.seed,
        progress=lambda done, all_: _show(f"attack {done} of {all_}"),
    )
    _show("")
    _print_json(report.facts()) if arguments.json else print(report)


def _tune(words: Sequence[str]) -> None:
    parser = _parser("tune", _TUNE, _TUNE_EXAMPLES)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=pathlib.Path,
        help="the model with soft locks; bytecode if it ends in .mlirbc (default: none is written)",
    )
    parser.add_argument(
        "--drift-budget",
        type=float,
        default=5e-4,
        metavar="D",
        help="most drift of the outputs (default 5e-4)",
    )
    parser.add_argument(
        "--max-cost",
        type=float,
        default=1.1,
        metavar="C",
        help="most multiplications and bytes over those of the model (default 1.1)",
    )
    parser.add_argument(
        "--held-out",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="share of the samples to judge the result by, unseen before (default 0)",
    )
    parser.add_argument(
        "--strongest",
        action="store_true",
        help="amplify as much as the budgets allow, and take the draw that attacks leave "
        "least of, instead of the weakest that holds",
    )
    parser.add_argument(
        "--draws",
        type=int,
        default=DRAWS,
        metavar="N",
        help="most draws of the same settings, where attacks leave lucky guesses or with "
        f"--strongest (default {DRAWS})",
    )
    parser.add_argument(
        "--refine",
        type=int,
        default=REFINEMENTS,
        metavar="N",
        help="most models to attack in order to lower the drift of the first that holds, "
        f"without --strongest (default {REFINEMENTS})",
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="what soft locks and random numbers are drawn from, 1 or more (default: drawn)",
    )
    arguments = parser.parse_args(words)

    def tell(trial: Trial, done: int, all_: int) -> None:
        _show(f"{trial.name}, drift {trial.drift:.2g}: attack {done} of {all_}")

    _show("looking for what the soft locks find in the model")
    found = tune(
        arguments.model,
        **_samples(arguments),
        output=arguments.output,
        drift_budget=arguments.drift_budget,
        max_cost=arguments.max_cost,
        held_out=arguments.held_out,
        attacks=ATTACKS,
        margin=arguments.margin / 100,
        calibrations=arguments.calibrations,
        strongest=arguments.strongest,
        draws=arguments.draws,
        refinements=arguments.refine,
        seed=arguments.seed,
        progress=tell,
    )
    _show("")
    _print_json(found.facts()) if arguments.json else print(found)


COMMANDS = {"audit": _audit, "tune": _tune}


def run(command: str, words: Sequence[str]) -> None:
    """Runs one of `COMMANDS`. Raises what is wrong as an `Error`."""
    try:
        COMMANDS[command](words)
    except Error:
        _show("")
        raise
