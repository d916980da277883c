"""Moments of the elements, and the distance from another decode's.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from . import Decode, log, unit

# Enough to see what a test over all elements would see, and fast to sort.
SAMPLE = 65536


def sample(matrix: np.ndarray) -> np.ndarray:
    """A sorted sample of unit(matrix), evenly spaced over it."""
    values = unit(matrix)
    return np.sort(values[:: max(1, len(values) // SAMPLE)])


def moments(decode: Decode) -> dict[str, float]:
    matrix = decode.finite
    values = unit(matrix)
    squares = values * values
    return {
        "log_deviation": log(matrix.std()),
        "mean": float(values.mean()),
        "skewness": float((squares * values).mean()),
        "log_kurtosis": log((squares * squares).mean()),
        "absolute_mean": float(np.abs(values).mean()),
        "log_maximum": log(np.abs(values).max()),
    }


def kolmogorov_smirnov(decode: Decode) -> dict[str, float]:
    """Largest distance between two empirical distributions."""
    if decode.reference is None:
        raise ValueError("needs another decode to compare to")
    mine, other = sample(decode.finite), decode.reference
    both = np.concatenate([mine, other])
    distance = np.abs(
        np.searchsorted(mine, both, side="right") / len(mine)
        - np.searchsorted(other, both, side="right") / len(other)
    ).max()
    return {"distance": float(distance)}
