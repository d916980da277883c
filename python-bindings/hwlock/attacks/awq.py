"""Tier T1: AWQ.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

import numpy as np

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.rows import Array

#: The exponents that are tried, 0 (plain rounding) among them.
EXPONENTS = tuple(np.linspace(0, 1, 11))


def awq(
    rows: Array,
    magnitudes: Array,
    gram: Array,
    quantise: Callable[[Array], Array] = int_per_channel,
) -> Array:
    """Rounds with the inputs scaled up that are large, so that they are rounded finer.

    rows: [outputs, inputs, taps].
    magnitudes: mean magnitude of each input channel.
    gram: second moment of the layer's inputs, [inputs * taps]^2: measures the error.

    Lin et al., "AWQ: Activation-aware Weight Quantization for LLM Compression and
    Acceleration", MLSys 2024: the exponent by grid search, without clipping.
    """
    best = rows.astype(np.float32)
    least = np.inf
    large = np.maximum(magnitudes.astype(np.float64), 1e-9)
    for exponent in EXPONENTS:
        factor = large**exponent
        factor /= np.sqrt(factor.max() * factor.min())
        scaled = factor[None, :, None].astype(np.float32)
        rounded = quantise(rows * scaled) / scaled
        error = (rounded - rows).reshape(len(rows), -1).astype(np.float64)
        total = float(np.sum((error @ gram) * error))
        if total < least:
            best, least = rounded.astype(np.float32), total
    return best
