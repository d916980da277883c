"""Tier T1: LLM.int8().

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.rows import Array

#: Standard deviations of all that a layer reads. The paper's threshold is a magnitude of
#: 6.0 behind a layer norm, where the deviation is about one.
THRESHOLD = 6.0


def outlier_channels(values: Array, threshold: float = THRESHOLD) -> Array:
    """True for the channels, the last dimension of `values`, with a magnitude of at least
    `threshold` standard deviations.

    Dettmers et al., "LLM.int8(): 8-bit Matrix Multiplication for Transformers at Scale",
    arXiv 2208.07339, section 3.2.
    """
    flat = values.reshape(-1, values.shape[-1])
    limit = threshold * float(np.std(flat, dtype=np.float64))
    found: Array = np.max(np.abs(flat), axis=0, initial=0) >= max(limit, 1e-30)
    return found


def int_but_outliers(rows: Array, outliers: Array, bits: int = 8) -> Array:
    """Per-channel integers, but for inputs that are `outliers`, which stay float32 and
    have no part in the scales; the paper has float16.

    rows: [outputs, inputs, taps].
    """
    kept = outliers[None, :, None]
    rounded: Array = int_per_channel(np.where(kept, np.float32(0), rows), bits)
    return np.where(kept, rows, rounded).astype(np.float32)
