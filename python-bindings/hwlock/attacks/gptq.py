"""Tier T1: GPTQ.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.clipping import least_squares_scale
from hwlock.attacks.formats import round_to_scale
from hwlock.attacks.rows import Array


def _inverse_factor(gram: Array, damping: float) -> Array:
    """The upper Cholesky factor of the inverse of the damped `gram`."""
    average = max(float(np.mean(np.diag(gram))), 1e-30)
    damped = gram + damping * average * np.eye(len(gram))
    inverse = np.linalg.inv(damped)
    lower = np.linalg.cholesky((inverse + inverse.T) / 2)
    upper: Array = lower.T
    return upper


def gptq(rows: Array, gram: Array, bits: int = 8, damping: float = 0.01) -> Array:
    """Rounds input after input, and changes those that follow to make up for it.

    rows: [outputs, ...], flattened to the inputs of `gram`.
    gram: second moment of the layer's inputs.
    damping: share of its mean diagonal that is added to the diagonal.

    Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative
    Pre-trained Transformers", ICLR 2023: one scale for each output, inputs in the order
    of falling second moments ("act-order"), scales by least squares.
    """
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    scale = least_squares_scale(rows, bits, gram)[:, 0]
    order = np.argsort(-np.diag(gram), kind="stable")
    left = flat[:, order]
    update = _inverse_factor(gram[np.ix_(order, order)], damping)
    rounded = np.empty_like(left)
    for column in range(left.shape[1]):
        rounded[:, column] = round_to_scale(left[:, column], scale, bits)
        error = (left[:, column] - rounded[:, column]) / update[column, column]
        left[:, column:] -= error[:, None] * update[column, column:]
    result = np.empty_like(rounded)
    result[:, order] = rounded
    return result.astype(np.float32).reshape(rows.shape)
