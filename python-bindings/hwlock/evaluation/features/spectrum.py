"""Singular values.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from . import Decode, log

RANKS = (0, 1, 2, 4, 8, 16, 32, 64, 128, 256)


def spectrum(decode: Decode) -> dict[str, float]:
    """Some singular values, the effective rank (exponential of the entropy) and
    the slope, of the matrix scaled to a Frobenius norm of one."""
    matrix = decode.finite
    matrix = matrix / (np.abs(matrix).max() or 1.0)
    rows, columns = matrix.shape
    gram = matrix @ matrix.T if rows < columns else matrix.T @ matrix
    gram /= np.trace(gram) or 1.0
    squares = np.maximum(np.linalg.eigvalsh(gram)[::-1], 1e-15)
    values = np.sqrt(squares)
    count = len(values)
    found = {f"value{rank}": log(values[min(rank, count - 1)]) for rank in RANKS}
    shares = squares / squares.sum()
    found["effective_rank"] = float(-(shares * np.log(shares)).sum())
    found["median"] = log(values[count // 2])
    first, last = count // 16, max(count // 2, count // 16 + 2)
    where = np.log(np.arange(first, last) + 1)
    found["slope"] = float(np.polyfit(where, np.log(values[first:last]), 1)[0])
    return found
