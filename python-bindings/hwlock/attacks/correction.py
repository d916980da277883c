"""Tier T1: bias correction.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.rows import Array


def corrected_bias(bias: Array, rows: Array, rounded: Array, mean: Array) -> Array:
    """The bias with which a rounded layer has the mean output of the exact one.

    mean: mean of each of the layer's inputs, [inputs * taps].

    Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
    Correction", ICCV 2019, section 4.2, with measured means.
    """
    error = (rounded.astype(np.float64) - rows).reshape(len(rows), -1)
    shift = (error @ mean).reshape(bias.shape)
    corrected: Array = (bias - shift).astype(np.float32)
    return corrected
