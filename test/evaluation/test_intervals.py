"""Intervals with known answers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest

from hwlock.evaluation import intervals


def test_share_of_none_is_bounded_by_the_rule_of_three():
    low, high = intervals.share(0, 3000)
    assert low == 0
    assert high == pytest.approx(1 - 0.025 ** (1 / 3000))
    assert intervals.share(3000, 3000) == (pytest.approx(1 - high), 1.0)


def test_share_is_that_of_the_tables():
    # Clopper and Pearson, 5 of 10.
    assert intervals.share(5, 10) == (pytest.approx(0.1871, abs=1e-4), pytest.approx(0.8129, abs=1e-4))


def test_share_of_too_many_is_refused():
    with pytest.raises(ValueError):
        intervals.share(2, 1)


def test_mean_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(0)
    bounds = [intervals.mean(rng.normal(3, 2, 20)) for _ in range(2000)]
    covered = np.mean([low <= 3 <= high for low, high in bounds])
    assert 0.935 < covered < 0.965


def test_summary():
    found = intervals.summary(np.arange(101))
    assert (found["n"], found["mean"], found["max"]) == (101, 50, 100)
    assert (found["inner_low"], found["inner_high"]) == pytest.approx((2.5, 97.5))
