"""Norms of rows and columns, and how alike neighbours are.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from . import Decode

# Rows of which every pair is compared.
COMPARED = 256


def _norms(matrix: np.ndarray, axis: int, name: str) -> dict[str, float]:
    size = matrix.shape[axis]
    logs = np.log(np.sqrt((matrix * matrix).mean(axis)) + 1e-300)
    spread = logs.std()
    z = (logs - logs.mean()) / (spread if spread else 1.0)
    deviation = matrix.std()
    means = matrix.mean(axis) / (deviation if deviation else 1.0) * np.sqrt(size)
    return {
        f"{name}_spread": float(spread),
        f"{name}_skewness": float((z**3).mean()),
        f"{name}_kurtosis": float((z**4).mean()),
        f"{name}_highest": float(logs.max() - np.median(logs)),
        f"{name}_lowest": float(logs.min() - np.median(logs)),
        f"{name}_means": float(means.std()),
    }


def norms(decode: Decode) -> dict[str, float]:
    matrix = decode.finite
    return {**_norms(matrix, 1, "row"), **_norms(matrix, 0, "column")}


def _neighbours(rows: np.ndarray, name: str) -> dict[str, float]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows / np.where(lengths, lengths, 1.0)
    size = np.sqrt(rows.shape[1])
    neighbour = (rows[1:] * rows[:-1]).sum(1) * size
    pairs = rows[:COMPARED] @ rows[:COMPARED].T * size
    np.fill_diagonal(pairs, 0)
    return {
        f"{name}_neighbour": float(neighbour.mean()),
        f"{name}_neighbour_square": float((neighbour**2).mean()),
        f"{name}_closest": float(np.abs(pairs).max(1).mean()),
        f"{name}_pairs_fourth": float(np.log((pairs**4).mean() + 1e-300)),
    }


def correlation(decode: Decode) -> dict[str, float]:
    # Squares of the largest floats fit into double precision.
    matrix = decode.finite
    return {**_neighbours(matrix, "row"), **_neighbours(matrix.T, "column")}


def tails(decode: Decode) -> dict[str, float]:
    """Kurtosis line by line."""
    squares = decode.finite**2
    squares = squares / (squares.mean() or 1.0)
    found = {}
    for name, axis in (("row", 1), ("column", 0)):
        kurtosis = (squares**2).mean(axis) / (squares.mean(axis) ** 2 + 1e-300)
        kurtosis = np.log(kurtosis + 1e-300)
        found[f"{name}_kurtosis_mean"] = float(kurtosis.mean())
        found[f"{name}_kurtosis_spread"] = float(kurtosis.std())
    return found
