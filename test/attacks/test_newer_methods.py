"""Methods for large models do what their papers promise, on layers of known inputs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwlock.attacks import formats
from hwlock.attacks.adaround import adaround
from hwlock.attacks.clipping import int_least_squares
from hwlock.attacks.gptq import compensated, gptq, inverse_factor
from hwlock.attacks.outliers import int_but_outliers, outlier_channels
from hwlock.attacks.rotation import random_rotation, rotated_gram, rotated_inputs
from hwlock.attacks.spqr import sensitivities, spqr

seeds = st.integers(0, 2**32 - 1)


def layer(seed: int, outputs: int = 12, inputs: int = 48):
    """A weight, and inputs that depend on each other, as those of networks do."""
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((400, inputs // 2)) @ rng.standard_normal((inputs // 2, inputs))
    values += 0.1 * rng.standard_normal(values.shape)
    return rng.standard_normal((outputs, inputs)).astype(np.float32), values


def error(weight, rounded, values) -> float:
    return float(np.mean((values @ (rounded - weight).T) ** 2))


def gram_of(values):
    return values.T @ values / len(values)


def test_blocks_only_save_time():
    weight, values = layer(1)
    update = inverse_factor(gram_of(values), 0.01)
    found = [
        compensated(weight, update, lambda _, left: np.rint(left[:, 0]), block)
        for block in (1, 7, 128)
    ]
    np.testing.assert_allclose(found[0], found[1], atol=1e-9)
    np.testing.assert_allclose(found[0], found[2], atol=1e-9)


@settings(max_examples=10, deadline=None)
@given(seed=seeds, bits=st.sampled_from([3, 4]))
def test_adaround_has_less_error_than_rounding(seed, bits):
    weight, values = layer(seed)
    gram = gram_of(values)
    found = adaround(weight, gram, bits)
    clipped = int_least_squares(weight, bits, gram)
    assert error(weight, found, values) < 0.7 * error(weight, clipped, values)
    # Up or down from where each weight is, on the same steps.
    step = np.max(np.abs(clipped), axis=1, keepdims=True) / (2 ** (bits - 1) - 1)
    assert np.all(np.abs(found - clipped) <= step * 1.001)
    assert all(len(np.unique(row)) <= 2**bits - 1 for row in found)


def test_adaround_ends_where_no_weight_alone_helps():
    """Against all single changes, tried one by one."""
    weight, values = layer(2, 2, 10)
    gram = gram_of(values)
    found = adaround(weight, gram, 3)
    least = [(row - exact) @ gram @ (row - exact) for row, exact in zip(found, weight, strict=True)]
    for output in range(2):
        step = np.min(np.diff(np.unique(found[output])))
        for column in range(10):
            for change in (-step, step):
                other = found[output].astype(np.float64)
                other[column] += change
                wrong = other - weight[output]
                if abs(wrong[column]) < step:  # the other of its two values
                    assert wrong @ gram @ wrong >= least[output] * (1 - 1e-4)


def test_adaround_makes_up_for_an_input_with_its_copy():
    weight = np.array([[0.45, 0.45, 3.0]], np.float32)
    found = adaround(weight, np.array([[1, 1, 0], [1, 1, 0], [0, 0, 9.0]]), 3)
    np.testing.assert_allclose(np.sort(found[0, :2]), [0, np.abs(found[0, 2]) / 3], atol=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_spqr_has_less_error_than_gptq(seed):
    """It has finer scales and keeps some weights: a heavy-tailed weight shows both."""
    weight, values = layer(seed)
    weight = weight * np.float32(np.random.default_rng(seed).standard_t(2, weight.shape))
    gram = gram_of(values)
    found = spqr(weight, gram, 4)
    assert error(weight, found, values) < 0.8 * error(weight, gptq(weight, gram, 4), values)
    plain = formats.int_groups(weight, 4, 16)
    assert error(weight, found, values) < 0.5 * error(weight, plain, values)


def test_spqr_keeps_one_weight_in_a_hundred():
    weight = np.random.default_rng(0).standard_normal((20, 50)).astype(np.float32)
    weight[3, 7] = 50
    found = spqr(weight, np.eye(50), 3)
    assert found[3, 7] == weight[3, 7]
    assert np.sum(found == weight) <= 10 + np.sum(found == 0) + 20 * 4  # and largest of groups
    rest = np.delete(np.abs(found - weight)[3, :16], 7)
    assert rest.max() < 0.6  # the scale is not that of the outlier


def test_sensitivity_is_what_keeping_a_weight_gains():
    """Against leaving each weight out by itself."""
    flat = np.random.default_rng(4).standard_normal((2, 10))
    weighing = np.linspace(1, 3, 10)
    found = sensitivities(flat, weighing, 3, 5)

    def total(group, weights):
        step = np.max(np.abs(group)) / 3
        return np.sum(weights * (np.rint(group / step) * step - group) ** 2)

    for output in range(2):
        for column in range(10):
            start = column // 5 * 5
            inside = slice(start, start + 5)
            without = np.delete(flat[output, inside], column - start)
            fewer = np.delete(weighing[inside], column - start)
            gain = total(flat[output, inside], weighing[inside]) - total(without, fewer)
            assert found[output, column] == pytest.approx(gain, abs=1e-6)


def test_outliers_are_channels_far_from_the_others():
    values = np.random.default_rng(1).standard_normal((500, 32)).astype(np.float32)
    assert not outlier_channels(values).any()
    values[17, 3] = 40
    values[:, 8] *= 30
    np.testing.assert_array_equal(np.flatnonzero(outlier_channels(values, 6)), [3, 8])
    assert not outlier_channels(np.zeros((4, 2), np.float32)).any()


def test_outliers_do_not_spoil_scales():
    weight, _ = layer(6)
    weight[:, 5] *= 100
    outliers = np.arange(weight.shape[1]) == 5
    found = int_but_outliers(weight[:, :, None], outliers)[:, :, 0]
    np.testing.assert_array_equal(found[:, 5], weight[:, 5])
    wrong = [np.delete(np.abs(rounded - weight), 5, 1).max()
             for rounded in (found, formats.int_per_channel(weight))]  # fmt: skip
    assert wrong[0] < 0.05 * wrong[1]


@pytest.mark.parametrize("channels", [2, 12, 48])
def test_rotations_are_orthogonal(channels):
    found = random_rotation(channels)
    np.testing.assert_allclose(found @ found.T, np.eye(channels), atol=1e-6)
    assert np.abs(found).max() < 1


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_a_rotation_changes_nothing_but_what_rounding_does(seed):
    """With an input that is large in all outputs, an outlier, rounding does less harm."""
    weight, values = layer(seed)
    weight[:, 11] = 20 * np.sign(weight[:, 11])
    turn = random_rotation(48)
    rows = rotated_inputs(weight[:, :, None], turn)
    np.testing.assert_allclose(rows[:, :, 0] @ (values @ turn.T).T, weight @ values.T, atol=0.05)
    np.testing.assert_allclose(rotated_inputs(rows, turn.T)[:, :, 0], weight, atol=1e-4)
    back = rotated_inputs(formats.int_per_channel(rows), turn.T)[:, :, 0]
    plain = formats.int_per_channel(weight)
    assert np.mean((back - weight) ** 2) < 0.5 * np.mean((plain - weight) ** 2)


def test_the_gram_of_rotated_patches():
    """Two channels of three taps, channels first."""
    patches = np.random.default_rng(0).standard_normal((50, 2, 3))
    turn = random_rotation(2)
    expected = gram_of(np.einsum("dc,nct->ndt", turn, patches).reshape(50, 6))
    found = rotated_gram(gram_of(patches.reshape(50, 6)), turn)
    np.testing.assert_allclose(found, expected, atol=1e-6)
