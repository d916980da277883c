"""Each repair restores the reference of the lock that it is against.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.repairs import balanced, centred

seeds = st.integers(0, 2**32 - 1)


def normalised(values):
    """Layer normalisation, without its gain and shift."""
    centre = values - values.mean(1, keepdims=True)
    return centre / centre.std(1, keepdims=True)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_centring_undoes_a_direction_that_normalisation_ignores(seed):
    rng = np.random.default_rng(seed)
    weight, bias = rng.standard_normal((16, 8)).astype(np.float32), rng.standard_normal(16)
    values = rng.standard_normal((50, 8))
    reference = normalised(values @ weight.T + bias)
    locked = weight + np.float32(512) * rng.standard_normal((1, 8)).astype(np.float32)

    def int8(found, shift):
        return normalised(values @ int_per_channel(found).T + shift)

    # The lock: exact before int8, useless after it.
    np.testing.assert_allclose(normalised(values @ locked.T + bias), reference, atol=1e-3)
    assert np.abs(int8(locked, bias) - reference).max() > 0.5
    repaired, shift = centred(locked, bias.astype(np.float32))
    np.testing.assert_allclose(normalised(values @ repaired.T + shift), reference, atol=1e-3)
    assert np.abs(int8(repaired, shift) - reference).max() < 0.1
    plain, _ = centred(weight)
    np.testing.assert_allclose(repaired, plain, atol=2e-4)


def ill_conditioned(size, kappa, rng):
    left, _ = np.linalg.qr(rng.standard_normal((size, size)))
    right, _ = np.linalg.qr(rng.standard_normal((size, size)))
    values = np.logspace(-0.5, 0.5, size, base=kappa)
    return left * values @ right


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_balancing_undoes_a_matrix_and_its_inverse(seed):
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal((8, 40)), rng.standard_normal((40, 8))
    mix = ill_conditioned(8, 1024, rng)
    locked = ((mix @ first).astype(np.float32), (second @ np.linalg.inv(mix)).astype(np.float32))
    reference = second @ first

    def error(pair):
        return np.abs(pair[1].astype(np.float64) @ pair[0] - reference).max() / np.abs(reference).max()

    def int8(pair):
        return int_per_channel(pair[0]), int_per_channel(pair[1])

    assert error(locked) < 1e-3 and error(int8(locked)) > 0.1
    repaired = balanced(*locked)
    assert error(repaired) < 1e-3
    assert error(int8(repaired)) < 0.03
    assert max(np.linalg.cond(matrix) for matrix in repaired) < 20
