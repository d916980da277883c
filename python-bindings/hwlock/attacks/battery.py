"""Runs attacks on a model and says what is left of it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hwlock._native import PathLike
from hwlock.attacks.catalogue import ATTACKS, Attack
from hwlock.attacks.forms import Forms
from hwlock.attacks.outputs import choices, drift
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Study
from hwlock.errors import UsageError

#: How many unlabelled samples the attacker calibrates with, unless told.
CALIBRATION = 60


@dataclasses.dataclass(frozen=True)
class Row:
    """What one attack left of the model."""

    attack: str
    tier: str
    #: What it rounds.
    rounds: str
    #: Share of the samples whose largest output is that of the label; None without labels.
    accuracy: float | None
    #: Share whose largest output is that of the model as it was found.
    agreement: float
    #: Largest change of an output, relative to the largest output.
    drift: float
    seconds: float

    @property
    def left(self) -> float:
        """Accuracy, without labels agreement."""
        return self.agreement if self.accuracy is None else self.accuracy


#: Of the model as it was found.
_NONE = Row("none", "", "", None, 1.0, 0.0, 0.0)


@dataclasses.dataclass(frozen=True)
class Report:
    """The rows of a battery; `str()` is a table."""

    #: Of the model as it was found.
    accuracy: float | None
    samples: int
    rows: tuple[Row, ...]

    def best(self, tier: str | None = None) -> Row:
        """The attack that left most of the model, of all or of a tier."""
        rows = [row for row in self.rows if tier in (None, row.tier)]
        if not rows:
            raise UsageError(f"no attack of tier {tier} was run")
        return max(rows, key=lambda row: (row.left, -row.drift))

    def __str__(self) -> str:
        width = max(len(row.attack) for row in (_NONE, *self.rows))
        head = f"{'tier':4} {'rounds':18} {'accuracy':>8} {'agrees':>7} {'drift':>9}"
        lines = [f"{'attack':{width}} {head}"]
        whole = dataclasses.replace(_NONE, accuracy=self.accuracy)
        for row in (whole, *self.rows):
            accuracy = "" if row.accuracy is None else f"{row.accuracy:8.1%}"
            lines.append(
                f"{row.attack:{width}} {row.tier:4} {row.rounds:18} {accuracy:>8} "
                f"{row.agreement:7.1%} {row.drift:9.2g}"
            )
        return "\n".join(lines)


class Named(Protocol):
    """An attack, as far as a row says which."""

    @property
    def name(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def rounds(self) -> str: ...


def row_of(
    attack: Named, outputs: Array, reference: Array, labels: Array | None, seconds: float
) -> Row:
    """reference: the outputs of the model as it was found."""
    made = choices(outputs)
    return Row(
        attack.name, attack.tier, attack.rounds,
        None if labels is None else float(np.mean(made == labels)),
        float(np.mean(made == choices(reference))),
        drift(outputs, reference),
        seconds,
    )  # fmt: skip


def report_of(rows: Iterable[Row], reference: Array, labels: Array | None) -> Report:
    accuracy = None if labels is None else float(np.mean(choices(reference) == labels))
    return Report(accuracy, len(reference), tuple(rows))


def battery(
    model: PathLike,
    inputs: npt.ArrayLike | Sequence[npt.ArrayLike],
    labels: npt.ArrayLike | None = None,
    *,
    attacks: Iterable[Attack] = ATTACKS,
    calibration: npt.ArrayLike | Sequence[npt.ArrayLike] | None = None,
    calibrations: int = 1,
    progress: Callable[[int, int], object] | None = None,
    enough: float = math.inf,
) -> Report:
    """What attacks leave of a model that is not locked: of accuracy if there are labels,
    otherwise of its choices.

    model: .mlir or .mlirbc; its `main` takes a batch of samples.
    inputs: one array, or a list with one for each input of `main`; any number of samples.
    labels: the index of the right output of each sample.
    attacks: those that suit the model run.
    calibration: unlabelled samples that the attacker has; None: the first 60 of
        `inputs`, which favours the attacker.
    calibrations: into how many parts `inputs` are cut, of 60 samples or more. Each attack
        runs on one after the other, calibrated with all of it if there are several, and is
        judged by all: what is left is what it leaves on average.
    progress: called with the attacks that are done and their number.
    enough: ends with the first attack that leaves more.
    """
    samples, right = given(inputs, labels)
    check_parts(len(samples[0]), calibrations)
    if calibration is not None and calibrations > 1:
        raise UsageError("samples to calibrate with are the same for all parts\ngive either")
    forms = Forms(model)
    if not forms.layers.layers:
        raise UsageError(
            "the model has no layer whose weight is a constant\n"
            "attacks need the linalg module that an importer writes"
        )
    parts = [
        (Study(model, known_of(part, part if calibrations > 1 else calibration), forms=forms), part)
        for part in in_parts(samples, calibrations)
    ]
    reference = np.concatenate([study.predict(Candidate({}), part) for study, part in parts])
    rows = []
    wanted = [attack for attack in attacks if attack.suits(forms.layers)]
    for done, attack in enumerate(wanted):
        start = time.monotonic()
        outputs = np.concatenate([study.predict(attack.apply(study), part) for study, part in parts])
        rows.append(row_of(attack, outputs, reference, right, time.monotonic() - start))
        if progress:
            progress(done + 1, len(wanted))
        if rows[-1].left > enough:
            break
    return report_of(rows, reference, right)


def given(
    inputs: npt.ArrayLike | Sequence[npt.ArrayLike], labels: npt.ArrayLike | None
) -> tuple[list[Array], Array | None]:
    samples = _arrays(inputs)
    if len({len(array) for array in samples}) > 1:
        raise UsageError("the arrays of inputs have no number of samples in common")
    right = None if labels is None else np.asarray(labels)
    if right is not None and len(right) != len(samples[0]):
        raise UsageError(
            f"{len(samples[0])} samples have {len(right)} labels\ngive one label for each sample"
        )
    return samples, right


def known_of(
    samples: Sequence[Array], calibration: npt.ArrayLike | Sequence[npt.ArrayLike] | None
) -> list[Array]:
    """What the attacker calibrates with."""
    if calibration is None:
        return [array[:CALIBRATION] for array in samples]
    return _arrays(calibration)


def check_parts(samples: int, count: int) -> None:
    if count < 1:
        raise UsageError(f"the number of calibrations is {count}, expected 1 or more")
    if count > 1 and samples < count * CALIBRATION:
        raise UsageError(
            f"{count} calibrations need {count * CALIBRATION} samples, found {samples}\n"
            "give more samples or fewer calibrations"
        )


def in_parts(samples: Sequence[Array], count: int) -> list[list[Array]]:
    """One after the other, as large as each other."""
    cut = [np.array_split(array, count) for array in samples]
    return [list(part) for part in zip(*cut, strict=True)]


def _arrays(inputs: npt.ArrayLike | Sequence[npt.ArrayLike]) -> list[Array]:
    if isinstance(inputs, list | tuple):
        return [np.asarray(array) for array in inputs]
    return [np.asarray(inputs)]
