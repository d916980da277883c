"""Tries settings of the soft locks one after the other, weak ones first, and draws of them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from hwlock.soft.candidates import Candidates
from hwlock.soft.groups import Group, Levels, alone, levels_of, raised, scaled, with_levels
from hwlock.soft.passes import BLOCKS, Settings
from hwlock.soft.trials import Trial

#: How often groups that drift little are doubled where doubling all drifts too much.
_RAISES = 4
#: By how much all are raised at most where doubling them drifts too much.
_STEPS = (1.75, 1.5, 1.25)
#: Amplifiers whose passes add layers, those first that most models can spare.
_ADDING = ("out_mix_kappa", "pos_mix_kappa")
#: How many attacks, those that left most, judge a candidate whose groups were lowered.
_FEARED = 8
#: So many draws in a row that the same attack ends are no bad luck: the lock is too weak.
_SAME = 5
#: So many times as many draws are tried while none clearly holds.
_MORE = 4
#: What drifts at least so much of what it did before is no gain.
_GAIN = 0.97


class Search:
    """Looks for the weakest settings that hold, or for the best draw of the strongest."""

    def __init__(
        self,
        candidates: Candidates,
        drift_budget: float,
        max_cost: float,
        draws: int,
        refinements: int,
        strongest: bool = False,
    ):
        self.candidates = candidates
        self._drift_budget, self._max_cost = drift_budget, max_cost
        self._draws, self._refinements = draws, refinements
        self._strongest = strongest
        self.trials: list[Trial] = []

    def find(self, first: Settings) -> Trial | None:
        """One that holds: with blocks as small, and then amplifiers as small, as can be,
        since blocks cost and amplifiers drift; of the strongest with amplifiers as large as
        can be. The candidate is that of the result."""
        affordable = self._affordable(first)
        for block in BLOCKS if affordable.pos_mix_kappa is not None else BLOCKS[:1]:
            settings = dataclasses.replace(affordable, pos_mix_block=block)
            start = self.candidates.measured(settings)
            if self._fits(start):
                if self._strongest:
                    found = self._best_draw(self._top(start))
                elif found := self._climb(start):
                    found = self._refined(found)
                if found:
                    return found
            if start.cost.larger > self._max_cost:
                break
        return None

    def _affordable(self, first: Settings) -> Settings:
        """Without as few of the passes that add layers as cost more than they may."""
        settings = first
        adding = [name for name in _ADDING if getattr(first, name) is not None]
        choices = ([], *([name] for name in adding), adding)
        for dropped in choices[: 2 ** len(adding)]:
            without: dict[str, Any] = dict.fromkeys(dropped)
            settings = dataclasses.replace(first, **without)
            start = self.candidates.measured(settings)
            if start.cost.larger <= self._max_cost:
                break
            self.trials.append(start)
        return settings

    def closest(self) -> Trial | None:
        """Of those within the budgets the one of which least was left, with an audit of
        all attacks."""
        tried = [trial for trial in self.trials if trial.audit is not None]
        if not tried:
            return None
        best = min(tried, key=_left)
        again = self.candidates.measured(best.settings, best.draw)
        return self.candidates.audited(again)

    def _climb(self, start: Trial) -> Trial | None:
        trial: Trial | None = start
        while trial is not None:
            if found := self._drawn(trial):
                return found
            trial = self._stronger(trial)
        return None

    def _top(self, start: Trial) -> Trial:
        """The strongest that fits: all groups raised as far as that goes, then those that
        drift little."""
        top = start
        while following := self._fitting(top, 2):
            top = following
        for factor in _STEPS:
            if following := self._fitting(top, factor):
                top = following
                break
        while following := self._partly_doubled(top):
            top = following
        return top

    def _fitting(self, trial: Trial, factor: float) -> Trial | None:
        """With all groups raised, if that fits."""
        following = self._raised(trial, list(levels_of(trial.settings, trial.counts)), factor)
        return following if following and self._fits(following) else None

    def _best_draw(self, first: Trial) -> Trial | None:
        """That of which attacks leave least, of all draws of the settings of `first`, each
        as strong as fits, if it holds; of more while none clearly holds. Where attacks are
        lucky they often are on other samples, too."""
        best: Trial | None = None
        # Scales alone are no better with other numbers.
        for draw in range(1, (_MORE * self._draws if first.settings.amplifies else 1) + 1):
            if draw > self._draws and best and best.audit and best.audit.clearly_holds:
                break
            trial = self._weakened(self.candidates.measured(first.settings, draw))
            # The first is known to fit.
            if draw > 1 and not self._fits(trial):
                continue
            trial = self.candidates.compared(trial, best)
            self.trials.append(trial)
            if best is None or _left(trial) < _left(best):
                best = trial
        if best is None or best.audit is None or not best.audit.holds:
            return None
        self.candidates.measured(best.settings, best.draw)
        return best

    def _weakened(self, trial: Trial) -> Trial:
        """Of what drifts too much as many eighths of each amplifier as fit. Drift is about
        proportional to them, so that few are tried."""
        if trial.drift <= self._drift_budget:
            return trial
        levels = levels_of(trial.settings, trial.counts)
        most = math.floor(8 * self._drift_budget / trial.drift)
        for eighths in range(most, 0, -1):
            weaker = self._changed(trial, levels, scaled(levels, eighths / 8))
            if weaker and weaker.drift <= self._drift_budget:
                return weaker
        return trial

    def _drawn(self, first: Trial) -> Trial | None:
        """The first draw of the settings of `first` that holds, as long as attacks leave
        guesses: a stronger lock would only make others of them."""
        ends: list[tuple[str, str]] = []
        for draw in range(1, self._draws + 1):
            trial = first if draw == 1 else self.candidates.measured(first.settings, draw)
            # The first is known to fit.
            if draw > 1 and not self._fits(trial):
                continue
            trial = self.candidates.attacked(trial)
            self.trials.append(trial)
            assert trial.audit is not None
            if trial.audit.holds:
                return trial
            # Of the first alone: one of many draws may well let an attack guess better.
            if draw == 1 and not trial.audit.guesses:
                return None
            ends.append((trial.audit.best.attack, trial.audit.best.rounds))
            if ends[-_SAME:] == [ends[-1]] * _SAME:
                return None
        return None

    def _stronger(self, trial: Trial) -> Trial | None:
        """All doubled, or, where that does not fit, some."""
        following = self._raised(trial, list(levels_of(trial.settings, trial.counts)))
        if following is None or self._fits(following):
            return following
        return self._partly_doubled(trial)

    def _partly_doubled(self, trial: Trial) -> Trial | None:
        """Those that drift least, as often as fits; all are known not to fit."""
        top = trial
        for _ in range(_RAISES):
            order = sorted(self._shares(top).items(), key=lambda share: share[1])
            following = self._most_doubled(top, [group for group, _ in order])
            if following is None:
                break
            top = following
        if top is trial:
            return None
        # The candidate may be one that did not fit.
        return self.candidates.measured(top.settings)

    def _most_doubled(self, trial: Trial, order: Sequence[Group]) -> Trial | None:
        """With the first of `order` doubled, as many of them as fit, but not all."""
        fitting, low, high = None, 0, len(order)
        while high - low > 1:
            middle = (low + high) // 2
            following = self._raised(trial, order[:middle])
            if following is None or self._fits(following):
                fitting, low = following or fitting, middle
            else:
                high = middle
        return fitting

    def _raised(self, trial: Trial, chosen: Sequence[Group], factor: float = 2) -> Trial | None:
        """None if none of them can be."""
        levels = levels_of(trial.settings, trial.counts)
        return self._changed(trial, levels, raised(levels, chosen, factor))

    def _changed(self, trial: Trial, levels: Levels, new: Levels) -> Trial | None:
        if new == levels:
            return None
        return self.candidates.measured(with_levels(trial.settings, new), trial.draw)

    def _shares(self, trial: Trial) -> dict[Group, float]:
        """How much each group drifts alone."""
        levels = levels_of(trial.settings, trial.counts)
        return {
            group: self.candidates.measured(
                with_levels(trial.settings, alone(levels, group)), trial.draw
            ).drift
            for group in levels
        }

    def _refined(self, found: Trial) -> Trial:
        """With less drift: halves groups, those that drift most first and many at once,
        as long as the most dangerous attacks leave nothing."""
        if not self._refinements or not found.settings.amplifies:
            return found
        assert found.audit is not None
        rows = sorted(found.audit.report.rows, key=lambda row: -row.left)
        self.candidates.fear(rows[:_FEARED])
        held = self._lowered(found)
        # Of all attacks: the last that holds.
        for trial in reversed(held):
            again = self.candidates.attacked(self.candidates.measured(trial.settings, trial.draw))
            self.trials.append(again)
            if again.audit is not None and again.audit.holds:
                return again
        self.candidates.measured(found.settings, found.draw)
        return found

    def _lowered(self, found: Trial) -> list[Trial]:
        """Those that drift less and less, and hold against the attacks that are feared."""
        shares = self._shares(found)
        order = sorted(shares, key=lambda group: -shares[group])
        # All at once was too weak, unless the search has just begun.
        attacked = sum(trial.audit is not None for trial in self.trials)
        waiting: list[Sequence[Group]] = [order] if attacked == 1 else _halves(order)
        best, held, tried = found, list[Trial](), 0
        while waiting and tried < self._refinements:
            chosen = waiting.pop(0)
            levels = levels_of(best.settings, best.counts)
            trial = self._changed(best, levels, scaled(levels, 0.5, chosen))
            if trial is None or trial.drift > _GAIN * best.drift:
                continue
            trial = self.candidates.threatened(trial)
            tried += 1
            self.trials.append(trial)
            if trial.audit is not None and trial.audit.holds:
                best = trial
                held.append(trial)
                waiting.insert(0, chosen)
            else:
                waiting += _halves(chosen)
        return held

    def _fits(self, trial: Trial) -> bool:
        if trial.drift <= self._drift_budget and trial.cost.larger <= self._max_cost:
            return True
        self.trials.append(trial)
        return False


def _left(trial: Trial) -> float:
    """By the best attack on it."""
    return trial.audit.best.left if trial.audit else 1.0


def _halves(groups: Sequence[Group]) -> list[Sequence[Group]]:
    """Of more than one."""
    middle = (len(groups) + 1) // 2
    return [groups[:middle], groups[middle:]] if len(groups) > 1 else []
