"""Tier T1: scales that clip the largest weights to round the others finer.

Weights are rows [outputs, ...], as `Layer.rows()` gives them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.formats import round_to_scale
from hwlock.attacks.rows import Array

#: Shares of the largest magnitude; the small ones are for weights of a soft lock,
#: which span many binary orders.
SHARES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2,
          0.1, 0.05, 0.02, 0.01, 0.003, 0.001)  # fmt: skip


def least_squares_scale(rows: Array, bits: int = 8, gram: Array | None = None) -> Array:
    """The scale of each output, [outputs, 1], that changes it least.

    gram: second moment of the layer's inputs, to weigh errors with; None: all inputs
        count alike.

    Search over shares of the largest magnitude: Banner et al., "Post training 4-bit
    quantization of convolutional networks for rapid-deployment", NeurIPS 2019, and
    Sakr et al., "Optimal Clipping and Magnitude-aware Differentiation for Improved
    Quantization-aware Training", ICML 2022.
    """
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    most = 2 ** (bits - 1) - 1
    largest = np.max(np.abs(flat), axis=1, keepdims=True, initial=0)
    best: Array = (largest / most).astype(np.float32)
    least = np.full_like(largest, np.inf)
    for share in SHARES:
        scale = (largest * share / most).astype(np.float32)
        error = round_to_scale(flat, scale, bits) - flat
        weighed = error if gram is None else error @ gram
        total = np.sum(weighed * error, axis=1, keepdims=True)
        best = np.where(total < least, scale, best)
        least = np.minimum(total, least)
    return best


def int_least_squares(rows: Array, bits: int = 8, gram: Array | None = None) -> Array:
    """Per-channel integers with `least_squares_scale()`."""
    flat = rows.reshape(len(rows), -1)
    return round_to_scale(flat, least_squares_scale(rows, bits, gram), bits).reshape(rows.shape)


def int_percentile(rows: Array, bits: int = 8, percentile: float = 99.9) -> Array:
    """Per-channel integers, the largest of which is a percentile of the magnitudes.

    Wu et al., "Integer Quantization for Deep Learning Inference: Principles and
    Empirical Evaluation", arXiv 2004.09602, section 5.
    """
    flat = rows.reshape(len(rows), -1)
    largest = np.percentile(np.abs(flat), percentile, axis=1, keepdims=True)
    scale = (largest / (2 ** (bits - 1) - 1)).astype(np.float32)
    return round_to_scale(flat, scale, bits).reshape(rows.shape)
