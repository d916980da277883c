"""Each test of decodes finds what is planted for it, and nothing where right and
wrong decodes are alike: a fault in an attack looks like a strong lock.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import planted
import pytest

from hwlock.evaluation import attacks, classifier
from hwlock.evaluation.features import Decode, suite


def on_matrix(change):
    """A right decode whose matrix is changed."""

    def make(rng):
        decode = planted.same(rng)
        decode.matrix = change(decode.matrix.astype(np.float64), rng).astype(np.float32)
        return decode

    return make


def on_codes(change):
    def make(rng):
        decode = planted.same(rng)
        decode.codes = change(decode.codes, rng)
        return decode

    return make


def no_low_bits(matrix, rng):
    words = matrix.astype(np.float32).view(np.uint32)
    return (words & np.uint32(0xFFFF0000)).view(np.float32)


def with_infinities(matrix, rng):
    matrix[0, :3] = np.inf
    return matrix


def heavy(matrix, rng):
    return rng.standard_t(3, matrix.shape)


def wide_rows(matrix, rng):
    return matrix * np.exp(rng.normal(0, 0.3, (len(matrix), 1)))


def alike_rows(matrix, rng):
    return matrix + 0.4 * np.roll(matrix, 1, axis=0)


def low_rank(matrix, rng):
    return matrix + 0.4 * np.outer(*(rng.standard_normal(n) for n in matrix.shape))


def low_rank_codes(codes, rng):
    order = low_rank(rng.standard_normal(codes.shape), rng).ravel().argsort().argsort()
    return (order * (1 << 16) // codes.size).reshape(codes.shape)


def uneven(codes, rng):
    return np.minimum(codes, rng.integers(0, 1 << 17, codes.shape))


def too_even(codes, rng):
    return rng.permutation(np.arange(codes.size) * (1 << 16) // codes.size).reshape(codes.shape)


PLANTED = [
    ("table fit", on_codes(uneven)),
    # Counts that fit better than chance allows tell as much.
    ("table fit", on_codes(too_even)),
    ("mantissa", on_matrix(no_low_bits)),
    ("exponents", on_matrix(heavy)),
    ("exponents", on_matrix(with_infinities)),
    ("moments", on_matrix(heavy)),
    ("moments", on_matrix(lambda matrix, rng: matrix * 1.2)),
    ("Kolmogorov-Smirnov", on_matrix(heavy)),
    ("row and column norms", on_matrix(wide_rows)),
    ("row and column tails", on_matrix(heavy)),
    ("neighbouring rows", on_matrix(alike_rows)),
    ("singular values", on_matrix(low_rank)),
    ("structure of codes", on_codes(low_rank_codes)),
]


@pytest.mark.parametrize("test, right", PLANTED)
def test_planted_difference_is_found(test, right):
    found = planted.scores(right, tests={test: suite.MATRIX_TESTS[test]})
    assert attacks.each_test(found)[test]["auc"] > 0.97


@pytest.fixture(scope="module")
def alike():
    return planted.scores(planted.same, artefacts=120)


@pytest.mark.parametrize("test", suite.MATRIX_TESTS)
def test_nothing_is_found_where_nothing_is(alike, test):
    result = attacks.each_test(alike)[test]
    assert abs(result["auc"] - 0.5) < 4 * result["error"]


def test_classifier_finds_nothing_where_nothing_is(alike):
    for result in classifier.trained(alike, seed=0).values():
        assert abs(result["auc"] - 0.5) < 4 * result["error"]


def test_classifier_finds_what_is_planted():
    right = on_matrix(wide_rows)
    for result in classifier.trained(planted.scores(right), seed=0).values():
        assert result["auc"] > 0.97


def test_classifier_is_tried_on_other_tensors():
    tensors = ["a", "a", "b", "c", "c", "b"]
    learnt, tried = classifier.halves(tensors)
    assert not {tensors[i] for i in learnt} & {tensors[i] for i in tried}
    assert sorted(learnt + tried) == list(range(6))


def vector(centre):
    def make(rng):
        return Decode(rng.normal(centre, 0.1, (1, 384)).astype(np.float32))

    return make


def test_scales_of_layer_norm_are_found():
    found = planted.scores(vector(1.0), vector(0.0), tests=suite.VECTOR_TESTS)
    assert attacks.each_test(found)["near 1"]["auc"] > 0.97


def test_like_vectors_are_not_told_apart():
    found = planted.scores(vector(1.0), vector(1.0), artefacts=80, tests=suite.VECTOR_TESTS)
    for result in attacks.each_test(found).values():
        assert abs(result["auc"] - 0.5) < 4 * result["error"]
