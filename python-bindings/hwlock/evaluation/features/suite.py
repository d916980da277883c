"""All tests of a matrix and of a vector.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import time

import numpy as np

from . import Decode, Feature, bits, fit, lines, marginals, spectrum, vectors

MATRIX_TESTS: dict[str, Feature] = {
    "table fit": fit.table_fit,
    "mantissa": bits.mantissa,
    "exponents": bits.exponents,
    "moments": marginals.moments,
    "Kolmogorov-Smirnov": marginals.kolmogorov_smirnov,
    "row and column norms": lines.norms,
    "row and column tails": lines.tails,
    "neighbouring rows": lines.correlation,
    "singular values": spectrum.spectrum,
    "structure of codes": fit.latent,
}
VECTOR_TESTS: dict[str, Feature] = {
    "exponents": bits.exponents,
    "mantissa": bits.mantissa,
    "near 1": vectors.near_one,
    "bias": vectors.bias,
}


def measure(
    decode: Decode, tests: dict[str, Feature], seconds: dict[str, float]
) -> dict[str, float]:
    """Every statistic as "test.name"; adds the time that each test took."""
    found = {}
    for test, feature in tests.items():
        start = time.perf_counter()
        with np.errstate(all="ignore"):
            values = feature(decode)
        seconds[test] = seconds.get(test, 0.0) + time.perf_counter() - start
        found.update({f"{test}.{name}": value for name, value in values.items()})
    return found
