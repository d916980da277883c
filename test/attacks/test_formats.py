"""The formats round as their definitions say, and as PyTorch does.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hwlock.attacks import formats

finite = st.floats(-1e4, 1e4, width=32)
matrices = hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9), elements=finite)
kernels = hnp.arrays(np.float32, hnp.array_shapes(min_dims=4, max_dims=4, max_side=5), elements=finite)
weights = st.one_of(matrices, kernels)
any_bits = hnp.arrays(np.uint32, hnp.array_shapes(max_dims=1, max_side=64))

EACH = {
    "int8 per tensor": formats.int_per_tensor,
    "int8 per channel": formats.int_per_channel,
    "int4 in groups": formats.int_groups,
    "fp16": formats.float16,
    "bf16": formats.bfloat16,
    "tf32": formats.tensorfloat32,
    "fp8": formats.float8_e4m3,
    "prune 20 %": lambda w: formats.prune(w, 0.2),
    "prune 80 %": lambda w: formats.prune(w, 0.8),
    "2:4": formats.prune_2_of_4,
}


@pytest.mark.parametrize("name", EACH)
@settings(max_examples=20, deadline=None)
@given(weight=weights)
def test_pure_and_of_the_same_shape(name, weight):
    before = weight.copy()
    once = EACH[name](weight)
    np.testing.assert_array_equal(weight, before)
    assert once.shape == weight.shape and once.dtype == np.float32
    assert not EACH[name](np.zeros_like(weight)).any()


@pytest.mark.parametrize("name", [name for name in EACH if name[:5] != "prune"])
@settings(max_examples=20, deadline=None)
@given(weight=weights)
def test_idempotent(name, weight):
    """What is in a format stays, but for the rounding of its scale."""
    once = EACH[name](weight)
    np.testing.assert_allclose(EACH[name](once), once, rtol=1e-6, atol=1e-37)


@settings(max_examples=25, deadline=None)
@given(weight=weights, bits=st.integers(2, 8))
def test_full_range_is_within_half_a_step(weight, bits):
    """Also where the largest magnitude lies, which no integer is for."""
    found = formats.int_full_range(weight, bits)
    rows = (len(weight), *[1] * (weight.ndim - 1))
    step = np.abs(weight).reshape(len(weight), -1).max(1).reshape(rows) / (2**bits - 1) * 2
    assert (np.abs(found - weight) <= step / 2 * (1 + 1e-4) + 1e-36).all()


@pytest.mark.parametrize("bits, group", [(8, None), (4, 32)])
def test_full_range_is_that_of_torchao(bits, group):
    quantization = pytest.importorskip("torchao.quantization")
    granularity = pytest.importorskip("torchao.quantization.granularity")
    config = quantization.Int8WeightOnlyConfig()
    if group:
        config = quantization.IntxWeightOnlyConfig(torch.int4, granularity.PerGroup(group))
    for seed in range(10):
        torch.manual_seed(seed)
        net = torch.nn.Sequential(torch.nn.Linear(64, 33))
        weight = net[0].weight.detach().numpy().copy()
        quantization.quantize_(net, config)
        theirs = net[0].weight.dequantize().detach().numpy()
        np.testing.assert_array_equal(formats.int_full_range(weight, bits, group), theirs)


@settings(max_examples=25, deadline=None)
@given(weight=weights, bits=st.integers(2, 8))
def test_per_tensor_is_within_half_a_step(weight, bits):
    found = formats.int_per_tensor(weight, bits)
    step = np.abs(weight).max() / (2 ** (bits - 1) - 1)
    assert np.abs(found - weight).max() <= step / 2 * (1 + 1e-4) + 1e-36
    assert len(np.unique(found)) <= 2**bits - 1


@settings(max_examples=25, deadline=None)
@given(weight=weights, axis=st.integers(0, 1), bits=st.integers(2, 8))
def test_per_channel_is_per_tensor_of_each_channel(weight, axis, bits):
    found = np.moveaxis(formats.int_per_channel(weight, bits, axis), axis, 0)
    for channel, expected in zip(found, np.moveaxis(weight, axis, 0), strict=True):
        np.testing.assert_array_equal(channel, formats.int_per_tensor(expected, bits))


@settings(max_examples=25, deadline=None)
@given(weight=kernels, group=st.sampled_from([1, 3, 4, 32]))
def test_groups_lie_along_the_input_channels(weight, group):
    found = formats.int_groups(weight, 4, group)
    outputs, inputs, height, width = weight.shape
    rows = weight.transpose(0, 2, 3, 1).reshape(outputs, -1)
    expected = np.empty_like(rows)
    for row in range(outputs):
        for start in range(0, rows.shape[1], group):
            cut = np.s_[row, start : start + group]
            expected[cut] = formats.int_per_tensor(rows[cut], 4)
    expected = expected.reshape(outputs, height, width, inputs).transpose(0, 3, 1, 2)
    np.testing.assert_array_equal(found, expected)


@settings(max_examples=20, deadline=None)
@given(weight=matrices)
def test_the_axes_may_be_the_other_way_round(weight):
    """A weight that is stored transposed gives the transposed result."""
    for function in (formats.int_groups, formats.prune_2_of_4):
        np.testing.assert_array_equal(function(weight.T, axis=1, inner=0), function(weight).T)


@settings(max_examples=25, deadline=None)
@given(values=hnp.arrays(np.float32, 32, elements=st.floats(-2.0**100, 2.0**100, width=32)))
def test_tf32_keeps_eleven_bits(values):
    """Of the significand, the first one included; nothing is close to the range's ends."""
    values = values[(np.abs(values) > 1e-30) | (values == 0)]
    significand, exponent = np.frexp(values.astype(np.float64))
    expected = np.ldexp(np.rint(significand * 2**11) / 2**11, exponent)
    np.testing.assert_array_equal(formats.tensorfloat32(values), expected.astype(np.float32))


@settings(max_examples=60, deadline=None)
@given(bits=any_bits)
def test_casts_are_those_of_torch(bits):
    """For every float32: denormal numbers, infinities and ties too."""
    values = bits.view(np.float32)
    for function, type_ in ((formats.float16, torch.float16), (formats.bfloat16, torch.bfloat16)):
        expected = torch.from_numpy(values.copy()).to(type_).float().numpy()
        np.testing.assert_array_equal(function(values), expected)


@settings(max_examples=60, deadline=None)
@given(values=hnp.arrays(np.float32, 32, elements=st.floats(-448, 448, width=32)))
def test_e4m3_is_that_of_torch(values):
    expected = torch.from_numpy(values).to(torch.float8_e4m3fn).float().numpy()
    np.testing.assert_array_equal(formats.round_to_e4m3(values), expected)


def test_e4m3_has_its_numbers():
    """All 253 finite ones but the second zero, and ties between them go to even."""
    numbers = torch.arange(256, dtype=torch.uint8).view(torch.float8_e4m3fn).float().numpy()
    numbers = np.unique(numbers[np.isfinite(numbers)])
    np.testing.assert_array_equal(formats.round_to_e4m3(numbers), numbers)
    between = (numbers[1:] + numbers[:-1]) / 2
    expected = torch.from_numpy(between).to(torch.float8_e4m3fn).float().numpy()
    np.testing.assert_array_equal(formats.round_to_e4m3(between), expected)
    assert formats.round_to_e4m3(np.array([1e9, -1e9], np.float32)).tolist() == [448, -448]


def test_fp8_scales_the_largest_to_448():
    weight = np.array([[1e-3, 448e-3 * 2, -448e-3 * 2]], np.float32)
    found = formats.float8_e4m3(weight)
    np.testing.assert_allclose(found[0, 1:], weight[0, 1:], rtol=1e-6)
    np.testing.assert_allclose(found[0, 0], 0.5 * 2e-3, rtol=1e-6)


@settings(max_examples=25, deadline=None)
@given(weight=weights, share=st.floats(0, 1))
def test_pruning_takes_the_smallest(weight, share):
    found = formats.prune(weight, share)
    kept = found != 0
    np.testing.assert_array_equal(found[kept], weight[kept])
    gone = np.abs(weight[~kept])
    if kept.any() and gone.size:
        assert gone.max() <= np.abs(weight[kept]).min()
    zeros = np.count_nonzero(weight == 0)
    assert np.count_nonzero(~kept) == max(zeros, int(weight.size * share))


@settings(max_examples=25, deadline=None)
@given(weight=kernels)
def test_two_of_four_are_left(weight):
    found = formats.prune_2_of_4(weight)
    outputs = weight.shape[0]
    rows = weight.transpose(0, 2, 3, 1).reshape(outputs, -1)
    left = found.transpose(0, 2, 3, 1).reshape(outputs, -1)
    for start in range(0, rows.shape[1], 4):
        group, kept = rows[:, start : start + 4], left[:, start : start + 4]
        assert (np.count_nonzero(kept, axis=1) <= 2).all()
        order = np.sort(np.abs(group), axis=1)[:, ::-1][:, :2]
        np.testing.assert_allclose(np.abs(kept).sum(1), order.sum(1), rtol=1e-6)
