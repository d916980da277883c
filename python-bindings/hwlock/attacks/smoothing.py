"""Tier T1: SmoothQuant.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.rows import Array


def smoothing_factors(rows: Array, largest: Array, strength: float = 0.5) -> Array:
    """What to divide the input channels of a layer by and multiply its weight by, so
    that neither has outliers.

    rows: [outputs, inputs, taps].
    largest: largest magnitude of each input channel.

    Xiao et al., "SmoothQuant: Accurate and Efficient Post-Training Quantization for
    Large Language Models", ICML 2023, equation 4.
    """
    weights = np.maximum(np.max(np.abs(rows), axis=(0, 2)).astype(np.float64), 1e-12)
    inputs = np.maximum(largest.astype(np.float64), 1e-12)
    factors = inputs**strength / weights ** (1 - strength)
    clipped: Array = np.clip(factors, 1e-9, 1e9).astype(np.float32)
    return clipped
