"""Compares what attacks leave of a model with chance.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hwlock._native import PathLike
from hwlock.attacks import ATTACKS, Attack, Report, Row, battery
from hwlock.attacks.batches import run_in_batches
from hwlock.attacks.outputs import choices
from hwlock.errors import InputError, UsageError
from hwlock.models import Model, load
from hwlock.soft.samples import Samples, samples_for

#: How far above chance an attack may come, unless it is told otherwise.
MARGIN = 0.05
#: A network that guesses is right as often as chance on average, but each attack makes it
#: guess in its own way, and the luckiest of many is right more often: what is left up to so
#: far above chance counts as a guess.
GUESS = 0.15


@dataclasses.dataclass(frozen=True)
class Audit:
    """What attacks leave of a model, beside chance. `str()` is a table and a verdict."""

    report: Report
    #: Of who always makes the same choice: the share of the commonest label, without
    #: labels that of the commonest choice of the model as it was found.
    chance: float
    #: True if the samples were drawn at random.
    drawn: bool
    #: How far above chance an attack may come.
    margin: float = MARGIN
    #: In how many parts of the samples each attack ran; what it left is the average.
    calibrations: int = 1

    @property
    def limit(self) -> float:
        return self.chance + self.margin

    @property
    def guesses(self) -> bool:
        """True if no attack leaves more than a guess (`GUESS`)."""
        return self.best.left <= self.chance + GUESS

    @property
    def tiers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.tier for row in self.report.rows))

    @property
    def beaten(self) -> tuple[str, ...]:
        """The tiers with an attack that leaves more than the limit."""
        return tuple(tier for tier in self.tiers if self.report.best(tier).left > self.limit)

    @property
    def holds(self) -> bool:
        return not self.beaten

    @property
    def clearly_holds(self) -> bool:
        """True if no attack leaves more than half of the margin: other samples, with which
        attacks guess anew, have the rest."""
        return self.best.left <= self.chance + self.margin / 2

    @property
    def best(self) -> Row:
        """The attack that left most."""
        return self.report.best()

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "holds": self.holds,
            "by": "agreement" if self.report.accuracy is None else "accuracy",
            "chance": self.chance,
            "limit": self.limit,
            "margin": self.margin,
            "calibrations": self.calibrations,
            "samples": self.report.samples,
            "random_samples": self.drawn,
            "accuracy": self.report.accuracy,
            "best": {tier: dataclasses.asdict(self.report.best(tier)) for tier in self.tiers},
            "attacks": [dataclasses.asdict(row) for row in self.report.rows],
        }

    def __str__(self) -> str:
        return "\n".join([str(self.report), "", *self.verdict()])

    def verdict(self) -> list[str]:
        """The lines below the table."""
        whose = "label" if self.report.accuracy is not None else "choice of the model"
        lines = [
            f"chance: {self.chance:.1%}, the share of the commonest {whose} "
            f"in {self.report.samples} {'random ' if self.drawn else ''}samples; "
            f"limit: {self.limit:.1%}"
        ]
        if self.report.accuracy is None:
            lines.append("no labels: counted is how often the choice of the model stays")
        if self.calibrations > 1:
            lines.append(
                f"each attack ran on {self.calibrations} parts of the samples, calibrated on "
                "each; counted is the average"
            )
        for tier in self.tiers:
            row = self.report.best(tier)
            where = "above the limit" if tier in self.beaten else "at chance"
            lines.append(f"{tier}: {described(row)} leaves {row.left:.1%}, {where}")
        against = ", ".join(self.beaten or self.tiers)
        lines.append(f"verdict: {'holds' if self.holds else 'does not hold'} against {against}")
        return lines


def described(row: Row) -> str:
    return f"{row.attack} ({row.rounds})"


def check_margin(margin: float) -> None:
    if not 0 <= margin < 1:
        raise UsageError(f"the margin is {100 * margin:g} points, expected 0 or more and below 100")


def chance_of(samples: Samples, chosen: npt.NDArray[Any], margin: float) -> float:
    """See `Audit.chance`; `chosen` are the choices of the model as it was found.

    InputError if the model itself is no better than the limit: then every attack would
    look as if it left nothing.
    """
    right = chosen if samples.labels is None else samples.labels
    chance = float(np.unique(right, return_counts=True)[1].max() / len(right))
    if np.mean(chosen == right) > chance + margin:
        return chance
    if samples.labels is None:
        raise InputError(
            f"the model makes the same choice in {chance:.1%} of the samples, so that nothing "
            "shows what an attack leaves\ngive samples of all kinds, or labels"
        )
    raise InputError(
        f"the model as it was found is right in {np.mean(chosen == right):.1%} of the samples, "
        f"and who always makes the same choice in {chance:.1%}"
        "\nnothing shows what an attack leaves; check that the labels are those of the data"
    )


def judge(
    path: PathLike,
    model: Model,
    samples: Samples,
    attacks: Iterable[Attack],
    margin: float,
    progress: Callable[[int, int], object] | None = None,
    *,
    calibrations: int = 1,
    enough: float | None = math.inf,
) -> Audit:
    """`model` is what `path` loads as; `enough`: ends with the first attack that leaves
    more; None: than the limit."""
    chance = chance_of(samples, choices(run_in_batches(model, samples.inputs)[0]), margin)
    report = battery(
        path, list(samples.inputs), samples.labels,
        attacks=attacks, calibrations=calibrations, progress=progress,
        enough=chance + margin if enough is None else enough,
    )  # fmt: skip
    return Audit(report, chance, samples.drawn, margin, calibrations)


def audit(
    model: PathLike,
    data: npt.ArrayLike | Sequence[npt.ArrayLike] | None = None,
    labels: npt.ArrayLike | None = None,
    *,
    attacks: Iterable[Attack] = ATTACKS,
    margin: float = MARGIN,
    calibrations: int = 1,
    seed: int = 1,
    progress: Callable[[int, int], object] | None = None,
) -> Audit:
    """Attacks a model that is not locked by a key, as it is found.

    model: .mlir or .mlirbc; its `main` takes a batch of samples.
    data: one array, or a list with one for each input of `main`; None: random numbers,
        which tell less.
    labels: the index of the right output of each sample; None: counted is how often the
        choice of the model stays.
    attacks: see `hwlock.attacks`; those of tiers T0 and T1.
    margin: how far above chance an attack may come.
    calibrations: how often each attack runs, on other samples each time; what it leaves is
        the average (`hwlock.attacks.battery`).
    seed: what random samples are drawn from.
    progress: called with the attacks that are done and their number.

    Raises InputError if the model itself is at chance.
    """
    check_margin(margin)
    loaded = load(model)
    samples = samples_for(loaded, data, labels, seed)
    return judge(model, loaded, samples, attacks, margin, progress, calibrations=calibrations)
