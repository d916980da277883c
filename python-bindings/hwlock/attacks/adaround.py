"""Tier T1: AdaRound.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.clipping import least_squares_scale
from hwlock.attacks.formats import round_to_scale
from hwlock.attacks.rows import Array

#: Over all weights; it ends earlier when none changes.
SWEEPS = 8
_BLOCK = 128


def adaround(rows: Array, gram: Array, bits: int = 8, sweeps: int = SWEEPS) -> Array:
    """Each weight rounded up or down, so that the layer's output is least wrong.

    rows: [outputs, ...], flattened to the inputs of `gram`.
    gram: second moment of the layer's inputs.

    Nagel et al., "Up or Down? Adaptive Rounding for Post-Training Quantization", ICML
    2020, arXiv 2004.10568: the objective is equation 16, e^T gram e for the error e of
    each output. The paper relaxes it and descends by gradients; here one weight after the
    other takes the better of its two values until none changes, as in Behdin et al.,
    "QuantEase", arXiv 2309.01885. It begins with the nearest, so that it is never worse.
    """
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    scale = least_squares_scale(rows, bits, gram).astype(np.float64)
    scale = np.maximum(scale, np.finfo(np.float32).tiny)
    most = 2 ** (bits - 1) - 1
    low = np.clip(np.floor(flat / scale), -most, most)
    high = np.clip(low + 1, -most, most)
    steps = np.clip(np.rint(flat / scale), -most, most)
    errors = steps * scale - flat
    for _ in range(sweeps):
        if not _sweep(steps, errors, low, high, scale[:, 0], gram):
            break
    rounded = round_to_scale(steps * scale, scale.astype(np.float32), bits)
    return rounded.reshape(rows.shape)


def _sweep(
    steps: Array, errors: Array, low: Array, high: Array, scale: Array, gram: Array
) -> bool:
    """Changes `steps` and `errors` in place; false if nothing became better."""
    changed = False
    for start in range(0, len(gram), _BLOCK):
        stop = min(start + _BLOCK, len(gram))
        # Half the slope of each output's error, kept while the block changes.
        slope = errors @ gram[:, start:stop]
        for column in range(start, stop):
            other = low[:, column] + high[:, column] - steps[:, column]
            change = (other - steps[:, column]) * scale
            gain = change * (2 * slope[:, column - start] + change * gram[column, column])
            better = np.flatnonzero(gain < -1e-12 * np.abs(slope[:, column - start] * change))
            if len(better):
                changed = True
                steps[better, column] = other[better]
                errors[better, column] += change[better]
                slope[better] += change[better, None] * gram[column, start:stop]
    return changed
