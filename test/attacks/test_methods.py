"""Toolkits' methods do what their papers promise, on layers of known inputs.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwlock.attacks import formats
from hwlock.attacks.awq import awq
from hwlock.attacks.clipping import int_least_squares, int_percentile, least_squares_scale
from hwlock.attacks.correction import corrected_bias
from hwlock.attacks.gptq import gptq
from hwlock.attacks.smoothing import smoothing_factors

seeds = st.integers(0, 2**32 - 1)


def layer(seed: int, outputs: int = 12, inputs: int = 24):
    """A weight, and inputs that depend on each other, as those of networks do."""
    rng = np.random.default_rng(seed)
    few = rng.standard_normal((400, inputs // 2))
    values = few @ rng.standard_normal((inputs // 2, inputs))
    values += 0.1 * rng.standard_normal(values.shape)
    values *= rng.lognormal(0, 1, inputs)
    return rng.standard_normal((outputs, inputs)).astype(np.float32), values


def error(weight, rounded, values) -> float:
    return float(np.mean((values @ (rounded - weight).T) ** 2))


@settings(max_examples=15, deadline=None)
@given(seed=seeds, bits=st.sampled_from([3, 4, 8]))
def test_clipping_is_no_worse_than_rounding(seed, bits):
    rng = np.random.default_rng(seed)
    weight = rng.standard_t(3, (8, 64)).astype(np.float32)
    plain = formats.int_per_channel(weight, bits)
    clipped = int_least_squares(weight, bits)
    worse = ((clipped - weight) ** 2).sum(1) - ((plain - weight) ** 2).sum(1)
    assert worse.max() <= 1e-6
    assert all(len(np.unique(row)) <= 2**bits - 1 for row in clipped)


def test_clipping_helps_where_there_are_outliers():
    weight = np.random.default_rng(0).standard_normal((4, 4096)).astype(np.float32)
    weight[:, 0] = 8
    errors = [np.mean((f(weight, 4) - weight) ** 2)
              for f in (formats.int_per_channel, int_least_squares)]  # fmt: skip
    assert errors[1] < 0.7 * errors[0]


def test_clipping_weighs_errors_with_the_inputs():
    weight = np.array([[100.0, 1.0, 0.6, 0.3]], np.float32)
    unused = np.diag([0.0, 1, 1, 1])
    scale = least_squares_scale(weight, 8, unused)
    assert scale[0, 0] < 0.05 < least_squares_scale(weight)[0, 0]


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_percentile_clips_the_largest_alone(seed):
    weight = np.random.default_rng(seed).standard_normal((3, 2000)).astype(np.float32)
    clipped = int_percentile(weight, 8, 99)
    limit = np.percentile(np.abs(weight), 99, axis=1, keepdims=True)
    inside = np.abs(weight) <= limit
    assert np.abs(clipped - weight)[inside].max() <= limit.max() / 127 * 0.51
    assert np.abs(clipped).max() <= limit.max() * (1 + 1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=seeds, bits=st.sampled_from([3, 4]))
def test_gptq_has_less_error_than_rounding(seed, bits):
    """At the outputs, with the same number of levels: that is its point."""
    weight, values = layer(seed)
    gram = values.T @ values / len(values)
    rounded = gptq(weight, gram, bits)
    assert error(weight, rounded, values) < 0.9 * error(
        weight, formats.int_per_channel(weight, bits), values
    )
    assert all(len(np.unique(row)) <= 2**bits - 1 for row in rounded)


def test_gptq_of_independent_inputs_is_rounding():
    """Nothing can make up for anything then."""
    weight, _ = layer(3)
    found = gptq(weight, np.eye(weight.shape[1]), 8)
    np.testing.assert_allclose(found, int_least_squares(weight, 8, np.eye(24)), atol=1e-6)


def test_gptq_makes_up_for_an_input_with_its_copy():
    """0.45 and 0.45 of the same input are 0 and 1 in steps of one, not 0 and 0."""
    weight = np.array([[0.45, 0.45, 3.0]], np.float32)
    gram = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 9.0]])
    found = gptq(weight, gram, 3, damping=1e-6)
    step = np.abs(found[0, 2]) / 3
    np.testing.assert_allclose(np.sort(found[0, :2]), [0, step], atol=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_awq_is_no_worse_than_rounding_and_often_better(seed):
    weight, values = layer(seed)
    gram = values.T @ values / len(values)
    found = awq(
        weight[:, :, None], np.abs(values).mean(0), gram, lambda w: formats.int_per_channel(w, 4)
    )[:, :, 0]
    plain = formats.int_per_channel(weight, 4)
    assert error(weight, found, values) <= error(weight, plain, values) * (1 + 1e-6)


def test_awq_protects_a_large_input():
    weight, values = layer(5)
    values[:, 7] *= 100
    gram = values.T @ values / len(values)
    found = awq(
        weight[:, :, None], np.abs(values).mean(0), gram, lambda w: formats.int_per_channel(w, 4)
    )[:, :, 0]
    assert error(weight, found, values) < 0.5 * error(
        weight, formats.int_per_channel(weight, 4), values
    )


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_smoothing_balances_inputs_and_weights(seed):
    """With a strength of one half both have the same largest magnitude afterwards."""
    weight, values = layer(seed)
    largest = np.abs(values).max(0)
    factors = smoothing_factors(weight[:, :, None], largest)
    np.testing.assert_allclose(
        largest / factors, np.abs(weight).max(0) * factors, rtol=1e-4
    )


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_corrected_bias_restores_the_mean(seed):
    weight, values = layer(seed)
    bias = np.arange(len(weight), dtype=np.float32)
    rounded = formats.int_per_channel(weight, 3)
    new = corrected_bias(bias, weight, rounded, values.mean(0))
    exact, found = values @ weight.T + bias, values @ rounded.T + new
    np.testing.assert_allclose(found.mean(0), exact.mean(0), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("method", [int_least_squares, int_percentile])
def test_a_weight_of_zeros_stays(method):
    assert not method(np.zeros((3, 5), np.float32)).any()


def test_gptq_of_inputs_that_are_never_on():
    weight, _ = layer(1)
    assert np.isfinite(gptq(weight, np.zeros((24, 24)), 8)).all()
