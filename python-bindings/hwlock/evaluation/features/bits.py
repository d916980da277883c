"""Exponents and mantissas of float32 elements.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from . import Decode

EXPONENT_BITS = 23
BELOW, ABOVE = 8, 4
MANTISSA_BITS = (22, 21, 20, 19, 18, 12, 6, 0)


def _words(matrix: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(matrix, np.float32).view(np.uint32).ravel()


def exponents(decode: Decode) -> dict[str, float]:
    """Histogram around the most frequent exponent, and how many there are."""
    exponent = (_words(decode.matrix) >> EXPONENT_BITS) & 255
    histogram = np.bincount(exponent, minlength=256) / exponent.size
    found = {"not_finite": float(histogram[255]), "zero": float(histogram[0])}
    centre = int(np.median(exponent))
    for step in range(-BELOW, ABOVE):
        found[f"bin{step}"] = float(histogram[min(max(centre + step, 0), 255)])
    return found


def mantissa(decode: Decode) -> dict[str, float]:
    """How often each bit is set, and how even the lowest byte is."""
    words = _words(decode.matrix)
    found = {f"bit{bit}": float(((words >> bit) & 1).mean()) for bit in MANTISSA_BITS}
    low = np.bincount(words & 255, minlength=256)
    found["low_byte"] = float(((low - words.size / 256) ** 2).sum() * 256 / words.size)
    return found
