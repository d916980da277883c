"""What a layer multiplies the rows of its weight with, and how often.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from hwlock.attacks.layers import Input, Layer
from hwlock.attacks.rows import Array
from hwlock.errors import InputError


def columns(layer: Layer, weight: Sequence[int], read: Input, values: Array) -> Array | None:
    """[places, groups, inputs of a group * taps], or None where it is not known along which
    dimension the groups lie.

    weight: its shape.
    values: of `read`, for any number of samples.
    """
    moved = _channels_last(layer, weight, read, values)
    if moved is None:
        return None
    kernel = _kernel(layer, weight)
    spans = [(taps - 1) * dilation + 1 for taps, _, dilation in kernel]
    axes = tuple(range(1, 1 + len(kernel)))
    windows = np.lib.stride_tricks.sliding_window_view(moved, spans, axes) if kernel else moved
    places = [slice(None, None, stride) for _, stride, _ in kernel]
    inside = [slice(None, None, dilation) for _, _, dilation in kernel]
    where: Any = (slice(None), *places, ..., *inside)
    size = math.prod(weight) // math.prod(weight[axis] for axis in layer.outputs)
    found: Array = windows[where].reshape(-1, layer.groups, size)
    return found


def multiply_accumulates(layer: Layer, weight: Sequence[int], read: Input) -> int:
    """For one batch: each element of the weight once for each place of the result."""
    if min(read.shape, default=0) < 0:
        raise InputError(
            "the model leaves a dimension open, and what a layer costs with it"
            "\nexport the model with fixed shapes"
        )
    kernel = _kernel(layer, weight)
    if not kernel:
        return math.prod(weight) * (math.prod(read.shape) // _channels(layer, weight))
    sizes = [size for axis, size in enumerate(read.shape) if axis != read.channels]
    if len(sizes) - 1 > len(kernel):
        # Groups have a dimension of their own, in front of that of channels.
        del sizes[read.channels - 1]
    along = (
        (size - (taps - 1) * dilation - 1) // stride + 1
        for size, (taps, stride, dilation) in zip(sizes[1:], kernel, strict=True)
    )
    return math.prod(weight) * sizes[0] * math.prod(along)


def _channels(layer: Layer, weight: Sequence[int]) -> int:
    """That a layer reads at one place."""
    return layer.groups * math.prod(weight[axis] for axis in layer.inputs)


def _kernel(layer: Layer, weight: Sequence[int]) -> list[tuple[int, int, int]]:
    """Taps, stride and dilation along each dimension of places; none of a matmul."""
    if layer.kind == "matmul":
        return []
    named = re.search(r"conv_(\d)d", layer.operation)
    rank = int(named[1]) if named else len(layer.strides)
    if not rank:
        raise InputError(
            f"what a convolution in the form of {layer.operation} multiplies is not known"
            "\nuse the named convolutions that an importer writes"
        )
    taps = [size for axis, size in enumerate(weight) if axis not in layer.outputs + layer.inputs]
    while len(taps) > rank:
        taps.remove(1)  # an axis of one channel
    ones = (1,) * rank  # what a convolution without attributes has
    return list(zip(taps, layer.strides or ones, layer.dilations or ones, strict=True))


def _channels_last(layer: Layer, weight: Sequence[int], read: Input, values: Array) -> Array | None:
    """The channels of one group after those of another. Groups may have a dimension of
    their own, in front of that of channels."""
    moved = np.moveaxis(values, read.channels, -1)
    if moved.shape[-1] == _channels(layer, weight):
        return moved
    if read.channels < 2 or values.shape[read.channels - 1] != layer.groups:
        return None
    moved = np.moveaxis(moved, read.channels - 1, -2)
    return moved.reshape(*moved.shape[:-2], -1)
