"""Tier T0: the formats of cheaper hardware, applied to a weight as it is.

Each function takes a weight and gives what a kernel of that format computes with, as
float32 again. `axis` is the axis of output channels, `inner` that of input channels.
Nothing here looks at activations or at another weight.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.rows import Array, map_groups, map_outputs

#: Below it a scale would be a denormal number or zero.
_SMALLEST_SCALE = np.float32(np.finfo(np.float32).tiny)


def round_to_scale(weight: Array, scale: Array, bits: int) -> Array:
    """The nearest multiples of `scale`, symmetric: +-(2^(bits-1) - 1) of them.

    The integers are those of Jacob et al., "Quantization and Training of Neural
    Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018, without the
    lowest, as TensorRT, onnxruntime and torchao do for weights.
    """
    most = np.float32(2 ** (bits - 1) - 1)
    scale = np.maximum(scale, _SMALLEST_SCALE)
    steps: Array = np.clip(np.rint(weight / scale), -most, most)
    return (steps * scale).astype(np.float32)


def _scale(largest: Array, bits: int) -> Array:
    scaled: Array = np.asarray(largest, np.float32) / np.float32(2 ** (bits - 1) - 1)
    return scaled


def int_per_tensor(weight: Array, bits: int = 8) -> Array:
    """One scale for the weight: the largest magnitude is the largest integer.

    Krishnamoorthi, "Quantizing deep convolutional networks for efficient inference: A
    whitepaper", arXiv 1806.08342, section 3.1: symmetric, per layer.
    """
    return round_to_scale(weight, _scale(np.max(np.abs(weight), initial=0), bits), bits)


def int_per_channel(weight: Array, bits: int = 8, axis: int = 0) -> Array:
    """One scale for each output channel: the same paper, per channel."""

    def quantise(rows: Array) -> Array:
        largest = np.max(np.abs(rows), axis=1, keepdims=True, initial=0)
        return round_to_scale(rows, _scale(largest, bits), bits)

    return map_outputs(weight, axis, quantise)


def int_groups(
    weight: Array, bits: int = 4, group: int = 32, axis: int = 0, inner: int = 1
) -> Array:
    """One scale for each `group` inputs of an output.

    The layout of weight-only quantisation of language models: Dettmers and
    Zettlemoyer, "The case for 4-bit precision", arXiv 2212.09720; blocks of 32 are
    those of GGML's Q4_0 and of the OCP Microscaling formats.
    """

    def quantise(groups: Array) -> Array:
        largest = np.max(np.abs(groups), axis=2, keepdims=True, initial=0)
        return round_to_scale(groups, _scale(largest, bits), bits)

    return map_groups(weight, axis, inner, group, quantise)


def int_full_range(
    weight: Array, bits: int = 8, group: int | None = None, axis: int = 0, inner: int = 1
) -> Array:
    """All 2^bits integers, the lowest too: the largest magnitude lies half a step outside.

    One scale for each output channel, or for each `group` inputs of one. This is torchao's
    `MappingType.SYMMETRIC`, bit for bit.
    """
    half = np.float32((2**bits - 1) / 2)

    def quantise(groups: Array) -> Array:
        largest = np.max(np.abs(groups), axis=-1, keepdims=True, initial=0)
        scale = np.maximum(largest / half, _SMALLEST_SCALE).astype(np.float32)
        steps = np.rint(groups * (np.float32(1) / scale))
        kept = np.clip(steps, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        found: Array = (kept * scale).astype(np.float32)
        return found

    if group is None:
        return map_outputs(weight, axis, quantise)
    return map_groups(weight, axis, inner, group, quantise)


def float16(weight: Array) -> Array:
    """IEEE 754-2019 binary16, to nearest even; infinity beyond 65504."""
    with np.errstate(over="ignore"):
        return weight.astype(np.float16).astype(np.float32)


def _upper_bits(weight: Array, dropped: int) -> Array:
    """float32 without its lowest bits, to nearest even."""
    given = np.ascontiguousarray(weight, np.float32)
    word = given.view(np.uint32).astype(np.uint64)
    unit = 1 << dropped
    rounded = word + (unit // 2 - 1) + ((word >> dropped) & 1)
    kept = (rounded & (2**32 - unit)).astype(np.uint32)
    return np.where(np.isnan(given), given, kept.view(np.float32))


def bfloat16(weight: Array) -> Array:
    """The upper half of float32, to nearest even: Kalamkar et al., "A Study of BFLOAT16
    for Deep Learning Training", arXiv 1905.12322."""
    return _upper_bits(weight, 16)


def tensorfloat32(weight: Array) -> Array:
    """The exponent of float32 and ten bits of its mantissa, to nearest even: TF32 of
    NVIDIA's GPUs since Ampere (Stosic and Micikevicius, "Accelerating AI Training with
    NVIDIA TF32 Tensor Cores", 2021), which sum products in float32."""
    return _upper_bits(weight, 13)


_E4M3_LARGEST = np.float32(448)
_E4M3_MANTISSA_BITS = 3
_E4M3_LEAST_EXPONENT = -6


def round_to_e4m3(values: Array) -> Array:
    """The nearest numbers of FP8 E4M3, to even; beyond 448 it saturates.

    Micikevicius et al., "FP8 Formats for Deep Learning", arXiv 2209.05433.
    """
    wide = values.astype(np.float64)
    _, exponent = np.frexp(wide)
    least = np.maximum(exponent - 1, _E4M3_LEAST_EXPONENT) - _E4M3_MANTISSA_BITS
    rounded = np.ldexp(np.rint(np.ldexp(wide, -least)), least)
    found: Array = np.clip(rounded, -_E4M3_LARGEST, _E4M3_LARGEST).astype(np.float32)
    return found


def float8_e4m3(weight: Array) -> Array:
    """FP8 E4M3 with one scale for the weight, which takes its largest magnitude to 448,
    as the paper's section 3 and torchao do."""
    largest = np.float32(np.max(np.abs(weight), initial=0))
    scale = np.maximum(largest / _E4M3_LARGEST, _SMALLEST_SCALE)
    found: Array = (round_to_e4m3(weight / scale) * scale).astype(np.float32)
    return found


def prune(weight: Array, share: float) -> Array:
    """Zero in place of the `share` of the weight with the smallest magnitudes.

    Han et al., "Learning both Weights and Connections for Efficient Neural Networks",
    NeurIPS 2015, without retraining.
    """
    gone = int(weight.size * share)
    pruned = weight.astype(np.float32).reshape(-1)
    smallest = np.argsort(np.abs(pruned), kind="stable")[:gone]
    pruned[smallest] = 0
    return pruned.reshape(weight.shape)


def prune_2_of_4(weight: Array, axis: int = 0, inner: int = 1) -> Array:
    """Zero in place of the two smaller magnitudes of each four inputs of an output.

    Mishra et al., "Accelerating Sparse Deep Neural Networks", arXiv 2104.08378: what
    the sparse tensor cores of NVIDIA's GPUs since Ampere compute with.
    """

    def keep_two(groups: Array) -> Array:
        order = np.argsort(-np.abs(groups), axis=2, kind="stable")
        kept = groups.astype(np.float32)
        np.put_along_axis(kept, order[:, :, 2:], 0, axis=2)
        return kept

    return map_groups(weight, axis, inner, 4, keep_two)
