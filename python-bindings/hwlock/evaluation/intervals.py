"""Confidence intervals.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math

import numpy as np
from scipy import stats

CONFIDENCE = 0.95


def share(successes: int, trials: int) -> tuple[float, float]:
    """Clopper-Pearson: bounds of a probability, valid also for none or all."""
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} of {trials} is no share")
    tail = (1 - CONFIDENCE) / 2
    low = stats.beta.ppf(tail, successes, trials - successes + 1) if successes else 0.0
    high = (
        stats.beta.ppf(1 - tail, successes + 1, trials - successes)
        if successes < trials
        else 1.0
    )
    return float(low), float(high)


def mean(values: np.ndarray) -> tuple[float, float]:
    """Student's interval of the mean."""
    values = np.asarray(values, dtype=np.float64)
    if len(values) < 2:
        raise ValueError("one value has no spread")
    half = stats.t.ppf((1 + CONFIDENCE) / 2, len(values) - 1)
    half *= values.std(ddof=1) / math.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)


def summary(values: np.ndarray) -> dict[str, float | int]:
    """Mean with its interval, the largest, and where 95 % of the values lie."""
    values = np.asarray(values, dtype=np.float64)
    low, high = mean(values)
    inner = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return {
        "n": len(values),
        "mean": float(values.mean()),
        "mean_low": low,
        "mean_high": high,
        "max": float(values.max()),
        "inner_low": float(inner[0]),
        "inner_high": float(inner[1]),
    }
