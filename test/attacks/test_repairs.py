"""Each repair restores the reference of the lock that it is against.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.layers import Input, Layer, Layers, Reader, Stream
from hwlock.attacks.repairs import balanced, centred, folded, projected

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


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_projecting_undoes_a_direction_that_normalisation_never_gives(seed):
    rng = np.random.default_rng(seed)
    weight = rng.standard_normal((16, 32)).astype(np.float32)
    gain, shift = rng.uniform(0.3, 2, 32) * rng.choice([-1, 1], 32), rng.standard_normal(32)
    values = gain * normalised(rng.standard_normal((50, 32))) + shift
    bias = rng.standard_normal(16)
    reference = values @ weight.T + bias
    # u r^T, and what it adds.
    ratio = 1 / gain
    vector = 512 * rng.standard_normal(16) / np.sqrt(np.mean(ratio**2))
    locked = (weight + np.outer(vector, ratio)).astype(np.float32)
    moved = bias - vector * (ratio @ shift)

    def int8(found, offset):
        return values @ int_per_channel(found).T + offset

    # The lock: exact before int8, useless after it.
    np.testing.assert_allclose(values @ locked.T + moved, reference, atol=1e-2)
    assert np.abs(int8(locked, moved) - reference).max() > 5
    repaired, restored = projected(locked, ratio, shift, moved)
    np.testing.assert_allclose(values @ repaired.T + restored, reference, atol=1e-2)
    assert np.abs(int8(repaired, restored) - reference).max() < 1
    # What the unlocked weight has of it is taken out, too.
    np.testing.assert_allclose(repaired, projected(weight, ratio, shift)[0], atol=5e-4)


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


def dense(weight: str, input: int, groups: int = 1) -> Layer:
    axes = ((0,), (1,)) if groups == 1 else ((0, 1), (2,))
    return Layer("linalg.generic", "matmul", groups, weight, *axes, (), (), input, None)


#: relu(w x), mixed in three groups of two by weights that are never below zero, relu,
#: then two layers; one of them reads each channel at two places.
MIXED = Layers(
    (dense("w", 0), dense("mix", 1, 3), dense("a", 2), dense("b", 3)),
    (
        Stream((0,), (Reader(1, 1),), ()),
        Stream((1,), (Reader(2, 1), Reader(3, 2)), ()),
    ),
    (Input((7, 4), 1), Input((7, 3, 2), 2), Input((7, 6), 1), Input((7, 12), 1)),
)


def run_mixed(found, values):
    hidden = np.maximum(values @ found["w"].T, 0).reshape(-1, 3, 2)
    hidden = np.maximum(np.einsum("ngi,goi->ngo", hidden, found["mix"]), 0).reshape(-1, 6)
    return np.concatenate([hidden @ found["a"].T, np.repeat(hidden, 2, 1) @ found["b"].T], 1)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_folding_undoes_mixing_that_is_never_negative(seed):
    rng = np.random.default_rng(seed)
    shapes = {"w": (6, 4), "a": (5, 6), "b": (2, 12)}
    plain = {name: rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    plain["mix"] = np.tile(np.eye(2, dtype=np.float32), (3, 1, 1))
    values = rng.standard_normal((7, 4)).astype(np.float32)
    reference = run_mixed(plain, values)
    mix = np.float32([[[64, 63], [63, 64]], [[9, 8], [8, 9]], [[0.5, 2], [40, 0.25]]])
    locked = {**plain, "mix": mix}
    whole = np.zeros((6, 6))
    for group in range(3):
        whole[2 * group : 2 * group + 2, 2 * group : 2 * group + 2] = np.linalg.inv(mix[group])
    locked["a"] = (plain["a"] @ whole).astype(np.float32)
    twice = plain["b"].reshape(2, 6, 2)
    locked["b"] = np.einsum("ocs,cd->ods", twice, whole).reshape(2, 12).astype(np.float32)
    np.testing.assert_allclose(run_mixed(locked, values), reference, atol=1e-2)
    repaired = {**locked, **folded(MIXED, locked)}
    for name, array in plain.items():
        np.testing.assert_allclose(repaired[name], array, atol=1e-3)


def test_what_is_no_mixing_is_not_folded():
    """Weights below zero: the ReLU behind it may do something."""
    mix = np.float32([[[1, -1], [1, 1]]] * 3)
    weights = {"w": np.ones((6, 4)), "mix": mix, "a": np.ones((5, 6)), "b": np.ones((2, 12))}
    assert folded(MIXED, weights) == {}
