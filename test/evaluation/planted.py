"""Ensembles in which right and wrong decodes differ in one known way.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable

import numpy as np

from hwlock.evaluation import attacks
from hwlock.evaluation.discrimination import Artefact
from hwlock.evaluation.features import Decode, Feature, marginals, suite

SHAPE = (96, 64)
Make = Callable[[np.random.Generator], Decode]


def same(rng: np.random.Generator) -> Decode:
    """Independent normal elements, even codes."""
    matrix = rng.standard_normal(SHAPE).astype(np.float32)
    return Decode(matrix, rng.integers(0, 1 << 16, SHAPE))


def scores(
    right: Make,
    wrong: Make = same,
    artefacts: int = 24,
    wrongs: int = 8,
    tests: dict[str, Feature] = suite.MATRIX_TESTS,
) -> attacks.Scores:
    rng = np.random.default_rng(7)
    names: list[str] = []
    made = []
    for index in range(artefacts):
        reference = marginals.sample(wrong(rng).finite)
        rows = []
        for make in (right, *[wrong] * wrongs):
            decode = make(rng)
            decode.reference = reference
            found = suite.measure(decode, tests, {})
            names = list(found)
            rows.append(list(found.values()))
        made.append(Artefact(f"t{index // 4}", np.array(rows[0]), np.array(rows[1:])))
    return attacks.scores(names, made, seed=1)
