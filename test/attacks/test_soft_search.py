"""Which draws a search makes, by what attacks are said to leave of each.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

import pytest

from hwlock.attacks import Report, Row
from hwlock.soft import Audit, Settings, Trial
from hwlock.soft.cost import Cost
from hwlock.soft.search import _SAME, Search


class Scripted:
    """Candidates that cost nothing, and the attack that leaves most of each draw."""

    def __init__(self, *ends: tuple[str, float]) -> None:
        self.ends = ends

    def measured(self, settings: Settings, draw: int = 1) -> Trial:
        return Trial(settings, draw, draw, 1e-5, Cost(1.0, 1.0))

    def attacked(self, trial: Trial) -> Trial:
        attack, left = self.ends[(trial.draw - 1) % len(self.ends)]
        row = Row(attack, "T1", "weights", left, left, 1.0, 0.0)
        return dataclasses.replace(trial, audit=Audit(Report(0.9, 100, (row,)), 0.1, False))


@pytest.mark.parametrize(
    ("ends", "draws"),
    [
        # The same attack each time: the lock is too weak.
        ([("a", 0.2)], _SAME),
        # Each time another one: bad luck.
        ([("a", 0.2), ("b", 0.2)], 12),
        # One lucky guess of many does not end it, but it does for the first draw.
        ([("a", 0.2), ("b", 0.5)], 12),
        ([("a", 0.5), ("b", 0.2)], 1),
    ],
)
def test_draws_without_a_result(ends, draws):
    search = Search(Scripted(*ends), 1e-4, 1.1, 12, 0)
    assert search.find(Settings()) is None
    assert len(search.trials) == draws


def test_the_first_draw_that_holds():
    search = Search(Scripted(("a", 0.2), ("b", 0.2), ("a", 0.15)), 1e-4, 1.1, 12, 0)
    found = search.find(Settings())
    assert found is not None and found.draw == len(search.trials) == 3
