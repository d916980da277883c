"""Tries settings of the soft locks one after the other, weak ones first.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import pathlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

from hwlock._native import PathLike
from hwlock.attacks import Attack
from hwlock.attacks.batches import run_in_batches
from hwlock.attacks.rows import Array
from hwlock.models import Model, load
from hwlock.soft.cost import cost_of, size_of
from hwlock.soft.passes import BLOCKS, Settings, rewrite, seed_of
from hwlock.soft.samples import Samples, drift
from hwlock.soft.trials import Trial
from hwlock.soft.verdict import judge

#: Called with what is tried, and with the attacks on it that are done and their number.
TrialProgress: TypeAlias = Callable[[Trial, int, int], object]


class Search:
    """Drift, cost and attacks of settings, one after the other, in one file."""

    def __init__(
        self,
        model: PathLike,
        candidate: pathlib.Path,
        samples: Samples,
        expected: list[Array],
        attacks: Sequence[Attack],
        budgets: tuple[float, float],
        margin: float,
        seed: int,
        draws: int,
        progress: TrialProgress | None,
    ):
        self._model, self._candidate, self._seed = model, candidate, seed
        self._samples, self._expected = samples, expected
        self.attacks, self._progress = attacks, progress
        self._drift_budget, self._max_cost = budgets
        self._margin, self._draws = margin, draws
        self._before = size_of(model)
        self._loaded: Model | None = None
        #: Attacks that were the best of a tier so far: most candidates fail before them.
        self._feared: list[Attack] = []
        self.trials: list[Trial] = []

    def find(self, first: Settings) -> Trial | None:
        """The first that holds: with blocks as small, and then amplifiers as small, as can
        be, since blocks cost and amplifiers drift."""
        for block in BLOCKS if first.pos_mix_kappa is not None else BLOCKS[:1]:
            start = self._measured(dataclasses.replace(first, pos_mix_block=block))
            if self._fits(start) and (found := self._climb(start)):
                return found
            if start.cost.larger > self._max_cost:
                break
        return None

    def closest(self) -> Trial | None:
        """Of those within the budgets the one of which least was left, with an audit of
        all attacks."""
        tried = [trial for trial in self.trials if trial.audit is not None]
        if not tried:
            return None
        best = min(tried, key=lambda trial: trial.audit.best.left if trial.audit else 1.0)
        return self._attacked(self._measured(best.settings, best.draw), whole=True)

    def _climb(self, start: Trial) -> Trial | None:
        trial: Trial | None = start
        while trial is not None:
            if found := self._drawn(trial):
                return found
            trial = self._stronger(trial.settings)
        return None

    def _drawn(self, first: Trial) -> Trial | None:
        """The first draw of the settings of `first` that holds, as long as attacks leave
        guesses: a stronger lock would only make others of them."""
        for draw in range(1, self._draws + 1):
            trial = first if draw == 1 else self._measured(first.settings, draw)
            # The first is known to fit.
            if draw > 1 and not self._fits(trial):
                continue
            trial = self._attacked(trial)
            self.trials.append(trial)
            if trial.audit is not None and trial.audit.holds:
                return trial
            if trial.audit is not None and not trial.audit.guesses:
                return None
        return None

    def _stronger(self, settings: Settings) -> Trial | None:
        for following in settings.stronger():
            trial = self._measured(following)
            if self._fits(trial):
                return trial
        return None

    def _fits(self, trial: Trial) -> bool:
        if trial.drift <= self._drift_budget and trial.cost.larger <= self._max_cost:
            return True
        self.trials.append(trial)
        return False

    def _measured(self, settings: Settings, draw: int = 1) -> Trial:
        """Writes the candidate."""
        seed = seed_of(self._seed, draw)
        # Not over one that may still be mapped into memory.
        self._candidate.unlink(missing_ok=True)
        rewrite(self._model, self._candidate, settings.passes(seed))
        self._loaded = load(self._candidate)
        found = run_in_batches(self._loaded, self._samples.inputs)
        cost = cost_of(size_of(self._candidate), self._before)
        return Trial(settings, draw, seed, drift(found, self._expected), cost)

    def _attacked(self, trial: Trial, *, whole: bool = False) -> Trial:
        """With an audit of the candidate, which must be that of `trial`."""
        if self._feared and not whole:
            attacked = self._audited(trial, self._feared)
            if attacked.audit is not None and not attacked.audit.holds:
                return attacked
        attacked = self._audited(trial, self.attacks)
        assert attacked.audit is not None
        best = {
            (row.attack, row.rounds)
            for row in map(attacked.audit.report.best, attacked.audit.tiers)
        }
        self._feared += [
            attack
            for attack in self.attacks
            if (attack.name, attack.rounds) in best and attack not in self._feared
        ]
        return attacked

    def _audited(self, trial: Trial, attacks: Sequence[Attack]) -> Trial:
        assert self._loaded is not None

        def tell(done: int, all_: int) -> None:
            if self._progress:
                self._progress(trial, done, all_)

        tell(0, len(attacks))
        audit = judge(self._candidate, self._loaded, self._samples, attacks, self._margin, tell)
        return dataclasses.replace(trial, audit=audit)
