"""AUC and standardisation with known answers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest

from hwlock.evaluation import discrimination
from hwlock.evaluation.discrimination import Artefact


def test_auc():
    assert discrimination.auc(np.array([2, 3]), np.array([0, 1])) == 1
    assert discrimination.auc(np.array([0, 1]), np.array([2, 3])) == 0
    assert discrimination.auc(np.array([1, 1]), np.array([1, 1])) == 0.5
    assert discrimination.auc(np.array([1, 3]), np.array([2, 0, 1, 4])) == pytest.approx(
        (1.5 + 3) / 8
    )


def test_constant_statistic_stands_out_when_it_differs():
    others = np.ones((5, 1))
    assert discrimination.standardise(np.array([1.0]), others) == 0
    assert discrimination.standardise(np.array([1.1]), others) == discrimination.Z_LIMIT


def test_what_is_not_a_number_stands_out_no_further_than_the_limit():
    others = np.random.default_rng(0).normal(size=(5, 2))
    z = discrimination.standardise(np.array([np.inf, np.nan]), others)
    assert z.tolist() == [discrimination.Z_LIMIT, 0]


def test_right_and_wrong_are_compared_to_as_many():
    """Exchangeable rows rank alike, whatever their distribution."""
    rng = np.random.default_rng(0)
    aucs = []
    for _ in range(2000):
        rows = rng.standard_cauchy((5, 1))
        right, wrong = discrimination.standardised(Artefact("", rows[0], rows[1:]), rng)
        aucs.append(
            discrimination.auc(
                discrimination.outlier_score(right), discrimination.outlier_score(wrong)
            )
        )
    result = discrimination.mean_auc(aucs)
    assert abs(result["auc"] - 0.5) < 4 * result["error"]


def test_locks_of_one_tensor_are_not_independent():
    result = discrimination.mean_auc([0, 0, 1, 1], ["a", "a", "b", "b"])
    assert result == {"auc": 0.5, "error": 0.5}
