"""What a soft lock adds to a model: multiplications and bytes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
import re

from hwlock._native import PathLike
from hwlock.attacks.layers import Input, Layer, find_layers
from hwlock.constants import Constants, read_constants
from hwlock.errors import InputError


@dataclasses.dataclass(frozen=True)
class Size:
    """Of a model that is not locked."""

    #: Multiplications of layers whose weight is a constant, for one batch. Products of two
    #: activations, as those of queries and keys, are left out: no soft lock adds any.
    macs: int
    #: Of tensor constants, those aside that hold one value again and again.
    bytes: int


@dataclasses.dataclass(frozen=True)
class Cost:
    """Sizes with a soft lock over those without."""

    macs: float
    bytes: float

    @property
    def larger(self) -> float:
        return max(self.macs, self.bytes)

    def __str__(self) -> str:
        return f"{self.macs:.3f} x multiplications, {self.bytes:.3f} x bytes"


def size_of(path: PathLike) -> Size:
    """Counts. InputError if the shapes of the model do not say how much there is."""
    constants = read_constants(path)
    found = find_layers(constants)
    macs = sum(
        _macs(layer, found.inputs[layer.input], constants.types[layer.weight].shape)
        for layer in found.layers
    )
    return Size(macs, sum(_bytes(constants, name) for name in constants))


def cost_of(after: Size, before: Size) -> Cost:
    return Cost(after.macs / max(1, before.macs), after.bytes / max(1, before.bytes))


def _bytes(constants: Constants, name: str) -> int:
    type_ = constants.types[name]
    try:
        values = constants[name]
    except InputError:
        # NumPy has no type for bf16, f8E4M3FN...
        return math.prod(type_.shape) * int(re.findall(r"\d+", type_.element)[0]) // 8
    return 0 if (values == values.flat[:1]).all() else values.nbytes


def _macs(layer: Layer, read: Input, weight: tuple[int, ...]) -> int:
    """Each element of the weight is multiplied once for each place of the result."""
    if min(read.shape, default=0) < 0:
        raise InputError(
            "the model leaves a dimension open, and what a layer costs with it"
            "\nexport the model with fixed shapes"
        )
    return math.prod(weight) * (
        _convolved_places(layer, read, weight)
        if layer.kind == "convolution"
        else math.prod(read.shape) // _channels(layer, weight)
    )


def _channels(layer: Layer, weight: tuple[int, ...]) -> int:
    """That a layer reads at one place."""
    return layer.groups * math.prod(weight[axis] for axis in layer.inputs)


def _convolved_places(layer: Layer, read: Input, weight: tuple[int, ...]) -> int:
    """Samples and places of the result."""
    named = re.search(r"conv_(\d)d", layer.operation)
    if not named:
        raise InputError(
            f"what a convolution in the form of {layer.operation} multiplies cannot be counted"
            "\nuse the named convolutions that an importer writes"
        )
    rank = int(named[1])
    sizes = [size for axis, size in enumerate(read.shape) if axis != read.channels]
    if len(sizes) - 1 > rank:
        # Groups have a dimension of their own, in front of that of channels.
        del sizes[read.channels - 1]
    taps = [size for axis, size in enumerate(weight) if axis not in layer.outputs + layer.inputs]
    while len(taps) > rank:
        taps.remove(1)  # an axis of one channel
    ones = (1,) * rank  # what a convolution without attributes has
    spans = [
        (size - 1) * step + 1 for size, step in zip(taps, layer.dilations or ones, strict=True)
    ]
    steps = zip(sizes[1:], spans, layer.strides or ones, strict=True)
    return sizes[0] * math.prod((size - span) // stride + 1 for size, span, stride in steps)
