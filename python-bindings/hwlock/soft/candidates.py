"""Models with soft locks, one after the other in one file: their drift, cost and attacks.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
import pathlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np

from hwlock._native import PathLike
from hwlock.attacks import Attack, Row
from hwlock.attacks.forms import Forms
from hwlock.attacks.rows import Array
from hwlock.constants import read_constants
from hwlock.models import load
from hwlock.soft.cost import Cost, cost_of, size_of
from hwlock.soft.groups import counts_in
from hwlock.soft.passes import Settings, rewrite, seed_of
from hwlock.soft.samples import Samples, drift
from hwlock.soft.trials import Trial
from hwlock.soft.verdict import judge

#: Called with what is tried, and with the attacks on it that are done and their number.
TrialProgress: TypeAlias = Callable[[Trial, int, int], object]


class Candidates:
    """What a search tries."""

    def __init__(
        self,
        model: PathLike,
        file: pathlib.Path,
        samples: Samples,
        expected: list[Array],
        attacks: Sequence[Attack],
        margin: float,
        calibrations: int,
        seed: int,
        progress: TrialProgress | None,
    ):
        """file: where the last one lies; others may lie beside it."""
        self.attacks, self.margin, self.seed = attacks, margin, seed
        self.calibrations = calibrations
        self._model, self.file, self._progress = model, file, progress
        self._samples, self._expected = samples, expected
        self._before = size_of(model)
        self._compiled: Forms | None = None
        self._cost: Cost | None = None
        #: Attacks that were the best of a tier so far: most candidates fail before them.
        self._feared: list[Attack] = []

    def measured(self, settings: Settings, draw: int = 1) -> Trial:
        """Writes the candidate."""
        # Not over one that may still be mapped into memory.
        self.file.unlink(missing_ok=True)
        seed = seed_of(self.seed, draw)
        remarks = rewrite(self._model, self.file, settings.passes(seed))
        moved = self._drift()
        assert self._cost is not None
        return Trial(settings, draw, seed, moved, self._cost, counts=counts_in(remarks))

    # All that follow take the candidate, which must be that of the trial.

    def audited(self, trial: Trial) -> Trial:
        """With an audit of all attacks."""
        return self._audited(trial, self.attacks, math.inf)

    def attacked(self, trial: Trial) -> Trial:
        """The same if it holds; otherwise the audit may be of some attacks."""
        # What the first draw leaves tells whether others are worth a try.
        return self._in_two_steps(trial, math.inf if trial.draw == 1 else None, None)

    def compared(self, trial: Trial, best: Trial | None) -> Trial:
        """The same if no attack leaves more than the best does of `best`."""
        if best is None or best.audit is None:
            return self.audited(trial)
        left = best.audit.best.left
        return self._in_two_steps(trial, left, left)

    def threatened(self, trial: Trial) -> Trial:
        """The same with the attacks alone that are feared, up to the first that is beyond
        the limit."""
        return self._audited(trial, self._first_attacks, None)

    @property
    def _first_attacks(self) -> Sequence[Attack]:
        """Those that are feared, or, while none is, those of the first tier, which are quick."""
        tier = self.attacks[0].tier
        return self._feared or [attack for attack in self.attacks if attack.tier == tier]

    def fear(self, rows: Iterable[Row]) -> None:
        """Has these attacks come first from now on."""
        names = {(row.attack, row.rounds) for row in rows}
        self._feared += [
            attack
            for attack in self.attacks
            if (attack.name, attack.rounds) in names and attack not in self._feared
        ]

    def _drift(self) -> float:
        """Of the candidate. Code is compiled anew only where something else than the
        values of constants is new."""
        constants = read_constants(self.file)
        if self._compiled is None or self._compiled.original.types != constants.types:
            kept = self.file.with_name(f"compiled{self.file.suffix}")
            kept.unlink(missing_ok=True)
            kept.write_bytes(self.file.read_bytes())
            self._compiled = Forms(kept)
            self._cost = cost_of(size_of(kept), self._before)
        before = self._compiled.original
        changed = {
            name: constants[name]
            for name, type_ in constants.types.items()
            if type_.element == "f32" and not np.array_equal(constants[name], before[name])
        }
        return drift(self._compiled.run(None, changed, self._samples.inputs), self._expected)

    def _in_two_steps(self, trial: Trial, enough: float | None, most: float | None) -> Trial:
        """Of all attacks, if none of the first leaves more than `most`; None: the limit."""
        attacked = self._audited(trial, self._first_attacks, enough)
        assert attacked.audit is not None
        limit = attacked.audit.limit if most is None else most
        if attacked.audit.best.left > limit:
            return attacked
        return self._audited(trial, self.attacks, enough)

    def _audited(self, trial: Trial, attacks: Sequence[Attack], enough: float | None) -> Trial:
        def tell(done: int, all_: int) -> None:
            if self._progress:
                self._progress(trial, done, all_)

        tell(0, len(attacks))
        model = load(self.file)
        audit = judge(
            self.file, model, self._samples, attacks, self.margin, tell,
            calibrations=self.calibrations, enough=enough,
        )  # fmt: skip
        self.fear(map(audit.report.best, audit.tiers))
        return dataclasses.replace(trial, audit=audit)
