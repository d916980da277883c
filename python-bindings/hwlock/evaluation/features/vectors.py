"""Biases and the scales of LayerNorm, which a trained model keeps near 1.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from . import Decode, log


def near_one(decode: Decode) -> dict[str, float]:
    """How near to 1 the elements lie."""
    values = decode.finite.ravel()
    distance = np.abs(values - 1)
    return {
        "mean": float(np.tanh(values.mean())),
        "median_distance": log(np.median(distance)),
        "within_half": float((distance < 0.5).mean()),
        "positive": float((values > 0).mean()),
    }


def bias(decode: Decode) -> dict[str, float]:
    """Size, symmetry and outliers of a vector."""
    values = decode.finite.ravel()
    deviation = values.std() or 1.0
    z = (values - values.mean()) / deviation
    return {
        "log_deviation": log(deviation),
        "mean": float(values.mean() / deviation),
        "log_maximum": log(np.abs(z).max()),
        "log_kurtosis": log((z**4).mean()),
        "neighbour": float((z[1:] * z[:-1]).mean() * np.sqrt(len(z))),
    }
