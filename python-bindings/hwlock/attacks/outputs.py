"""What outputs of a changed model are worth.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.rows import Array


def choices(outputs: Array) -> Array:
    """The index of the largest output of each sample; what is no number is never chosen."""
    flat = outputs.reshape(len(outputs), -1)
    chosen: Array = np.where(np.isnan(flat), -np.inf, flat).argmax(1)
    return chosen


def drift(outputs: Array, reference: Array) -> float:
    """The largest change of an output relative to the largest output."""
    change = np.abs(outputs.astype(np.float64) - reference).max(initial=0)
    return float(change / np.abs(reference).max(initial=1e-30))
