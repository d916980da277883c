"""What is left of a model, with known answers.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest

from hwlock.evaluation import sentences, usefulness

PAIRS = len(sentences.PAIRS)


def embeddings(partner_shift: int) -> np.ndarray:
    """Unit vectors; the second half equals the first, moved on."""
    first = np.eye(PAIRS)
    return np.concatenate([first, np.roll(first, partner_shift, axis=0)])[None]


def test_accuracy_counts_labels_and_reads_nan_as_zero():
    scores = np.array([[[1, 2], [3, 0]], [[np.nan, 1], [0, np.nan]]], dtype=np.float32)
    assert usefulness.accuracy(scores, np.array([1, 1])).tolist() == [0.5, 0.5]


def test_retrieval():
    assert usefulness.retrieval(embeddings(0)) == 1
    assert usefulness.retrieval(embeddings(1)) == 0


def test_cosine():
    right = embeddings(0)
    assert usefulness.cosine(right, right[0]) == pytest.approx(1)
    assert usefulness.cosine(-3 * right, right[0]) == pytest.approx(-1)
    assert usefulness.cosine(np.full_like(right, np.nan), right[0]) == 0


def test_keys_with_infinities_are_counted():
    outputs = np.zeros((3, 2, 2))
    outputs[1, 0, 1] = np.inf
    assert usefulness.not_finite(outputs) == 1


def test_spread():
    assert usefulness.spread(np.array([[1.0, -1.0], [np.inf, 0.0]])).tolist() == [1, 0]
