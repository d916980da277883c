"""Tier T1: GPTQ.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

import numpy as np

from hwlock.attacks.clipping import least_squares_scale
from hwlock.attacks.formats import round_to_scale
from hwlock.attacks.rows import Array

#: Inputs whose changes reach those behind them at once, which only saves time.
BLOCK = 128


def inverse_factor(gram: Array, damping: float) -> Array:
    """The upper Cholesky factor of the inverse of the damped `gram`."""
    average = max(float(np.mean(np.diag(gram))), 1e-30)
    damped = gram + damping * average * np.eye(len(gram))
    inverse = np.linalg.inv(damped)
    lower = np.linalg.cholesky((inverse + inverse.T) / 2)
    upper: Array = lower.T
    return upper


def compensated(
    rows: Array, update: Array, quantise: Callable[[int, Array], Array], block: int = BLOCK
) -> Array:
    """Rounds input after input, and changes those that follow to make up for it.

    rows: [outputs, inputs].
    update: `inverse_factor()` of their second moment.
    quantise: from the number of an input and `rows` as they are by then, of this input
        and those that follow in its block, to what the input is rounded to.
    """
    left = rows.astype(np.float64)
    rounded = np.empty_like(left)
    for start in range(0, left.shape[1], block):
        stop = min(start + block, left.shape[1])
        errors = np.empty((len(left), stop - start))
        for column in range(start, stop):
            rounded[:, column] = quantise(column, left[:, column:stop])
            error = (left[:, column] - rounded[:, column]) / update[column, column]
            left[:, column:stop] -= error[:, None] * update[column, column:stop]
            errors[:, column - start] = error
        left[:, stop:] -= errors @ update[start:stop, stop:]
    return rounded


def gptq(rows: Array, gram: Array, bits: int = 8, damping: float = 0.01) -> Array:
    """`compensated()` per-channel integers.

    rows: [outputs, ...], flattened to the inputs of `gram`.
    gram: second moment of the layer's inputs.
    damping: share of its mean diagonal that is added to the diagonal.

    Frantar et al., "GPTQ: Accurate Post-Training Quantization for Generative
    Pre-trained Transformers", ICLR 2023: one scale for each output, inputs in the order
    of falling second moments ("act-order"), scales by least squares.
    """
    flat = rows.reshape(len(rows), -1)
    scale = least_squares_scale(rows, bits, gram)[:, 0]
    order = np.argsort(-np.diag(gram), kind="stable")
    rounded = compensated(
        flat[:, order],
        inverse_factor(gram[np.ix_(order, order)], damping),
        lambda _, left: round_to_scale(left[:, 0], scale, bits),
    )
    result = np.empty_like(rounded)
    result[:, order] = rounded
    return result.astype(np.float32).reshape(rows.shape)
