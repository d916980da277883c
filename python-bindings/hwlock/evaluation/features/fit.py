"""How well the codes fit the public tables: if the tables tell the distribution
of the right weights exactly, the right codes are too even or not even enough.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
from scipy.special import ndtri

from . import Decode

BITS = 16
EDGE = 1e-5
SAMPLE = 65536


def chi_squared(codes: np.ndarray, bins: int) -> float:
    counts = np.bincount(codes.astype(np.int64) * bins >> BITS, minlength=bins)
    expected = codes.size / bins
    return float(((counts - expected) ** 2).sum() / expected)


def table_fit(decode: Decode) -> dict[str, float]:
    """Chi-squared, Kolmogorov-Smirnov and mean of the codes against even."""
    if decode.codes is None:
        return {}
    codes = decode.codes.ravel()
    fractions = (codes.astype(np.float64) + 0.5) / (1 << BITS)
    ordered = np.sort(fractions[:: max(1, len(fractions) // SAMPLE)])
    even = (np.arange(len(ordered)) + 0.5) / len(ordered)
    return {
        "chi256": chi_squared(codes, 256),
        "chi4096": chi_squared(codes, 4096),
        "distance": float(np.abs(ordered - even).max() * np.sqrt(len(ordered))),
        "mean": float((fractions.mean() - 0.5) * np.sqrt(12 * codes.size)),
    }


def latent(decode: Decode) -> dict[str, float]:
    """Structure among the codes, read as normal deviates: what the public model
    of independent elements does not explain."""
    if decode.codes is None or decode.codes.ndim != 2:
        return {}
    fractions = (decode.codes.astype(np.float64) + 0.5) / (1 << BITS)
    z = ndtri(np.clip(fractions, EDGE, 1 - EDGE))
    gram = z @ z.T if z.shape[0] < z.shape[1] else z.T @ z
    values = np.sqrt(np.maximum(np.linalg.eigvalsh(gram)[::-1], 0))
    found = {f"value{i}": float(values[min(i, len(values) - 1)]) for i in (0, 4, 16, 64)}
    for name, axis in (("row", 1), ("column", 0)):
        found[f"{name}_power"] = float((z * z).mean(axis).std())
        found[f"{name}_mean"] = float(z.mean(axis).std())
    found["row_lag"] = float((z[1:] * z[:-1]).mean() * np.sqrt(z.size))
    found["column_lag"] = float((z[:, 1:] * z[:, :-1]).mean() * np.sqrt(z.size))
    return found
