"""The controls replace what they say, and nothing else.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import itertools

import numpy as np
import pytest

from hwlock.evaluation import controls, usefulness

WEIGHT = np.random.default_rng(1).gamma(2, size=(64, 128)).astype(np.float32)


def test_gaussian_keeps_mean_and_deviation_alone():
    drawn = controls.gaussian(WEIGHT, np.random.default_rng(2))
    assert drawn.shape == WEIGHT.shape and drawn.dtype == WEIGHT.dtype
    assert drawn.mean() == pytest.approx(WEIGHT.mean(), rel=0.05)
    assert drawn.std() == pytest.approx(WEIGHT.std(), rel=0.05)
    assert (drawn < 0).any() and not (WEIGHT < 0).any()


def test_permuted_keeps_the_elements():
    drawn = controls.permuted(WEIGHT, np.random.default_rng(2))
    assert not np.array_equal(drawn, WEIGHT)
    np.testing.assert_array_equal(np.sort(drawn, axis=None), np.sort(WEIGHT, axis=None))


@pytest.mark.slow
def test_the_module_itself_finds_every_pair():
    """A fault in what stands around the weights would look like a low control."""
    unchanged = controls.with_random_weights(lambda weight, random: weight, 1)
    assert usefulness.retrieval(next(unchanged)[None])[0] == 1.0


@pytest.mark.slow
def test_draws_differ():
    first, second = itertools.islice(controls.with_shared_tokens(1), 2)
    assert first.shape == second.shape and not np.allclose(first, second)
