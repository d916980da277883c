"""The linear layers of a model as its constants, and the channels that they share.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
from typing import Any

import numpy as np

from hwlock.attacks.rows import Array
from hwlock.constants import Constants


@dataclasses.dataclass(frozen=True)
class Layer:
    """A contraction or convolution of a constant with what flows through the model."""

    #: MLIR's name of the operation.
    operation: str
    #: "matmul" or "convolution".
    kind: str
    #: Each reads its own input channels and writes its own outputs.
    groups: int
    #: Name of the constant.
    weight: str
    #: Its axes of output channels and of input channels, without those of size one;
    #: others are taps of a kernel.
    outputs: tuple[int, ...]
    inputs: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    #: Which of the model's `inputs` it reads.
    input: int
    #: Name of the constant that is added to its result, if there is one.
    bias: str | None

    @property
    def separate(self) -> bool:
        """True if outputs depend on some of the input channels alone, or on one."""
        return self.groups > 1

    def rows(self, weight: Array) -> Array:
        """The constant as [outputs, inputs of a group, taps]."""
        return weight.transpose(self._order(weight.ndim)).reshape(self._shape(weight.shape))

    def unrows(
        self, rows: Array, shape: tuple[int, ...], dtype: type[np.floating[Any]] = np.float32
    ) -> Array:
        """The opposite of `rows()`: a constant of `shape`."""
        order = self._order(len(shape))
        moved = rows.reshape([shape[axis] for axis in order])
        return np.ascontiguousarray(moved.transpose(np.argsort(order)).astype(dtype))

    def by_input(self, rows: Array) -> Array:
        """`rows()` as [outputs of a group, inputs, taps]."""
        outputs, inputs, taps = rows.shape
        groups = rows.reshape(self.groups, outputs // self.groups, inputs, taps)
        return groups.transpose(1, 0, 2, 3).reshape(-1, self.groups * inputs, taps)

    def from_input(self, found: Array) -> Array:
        """The opposite of `by_input()`."""
        outputs, inputs, taps = found.shape
        groups = found.reshape(outputs, self.groups, inputs // self.groups, taps)
        return groups.transpose(1, 0, 2, 3).reshape(-1, inputs // self.groups, taps)

    def _order(self, rank: int) -> list[int]:
        first = self.outputs + self.inputs
        return [*first, *(axis for axis in range(rank) if axis not in first)]

    def _shape(self, shape: tuple[int, ...]) -> tuple[int, int, int]:
        outputs = math.prod(shape[axis] for axis in self.outputs)
        inputs = math.prod(shape[axis] for axis in self.inputs)
        return outputs, inputs, math.prod(shape) // max(1, outputs * inputs)


@dataclasses.dataclass(frozen=True)
class Reader:
    """A layer that reads a stream: input i is of channel (i // stride) % channels."""

    layer: int
    stride: int


@dataclasses.dataclass(frozen=True)
class Stream:
    """Channels with nothing between their writers and readers that a positive factor
    does not pass through: activations such as ReLU, pooling, residual sums."""

    writers: tuple[int, ...]
    readers: tuple[Reader, ...]
    #: Constants with a value for each channel that are added on the way.
    biases: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Input:
    """What one or several layers read."""

    shape: tuple[int, ...]
    #: The dimension of channels.
    channels: int


@dataclasses.dataclass(frozen=True)
class Layers:
    """All layers of a model, in its order."""

    layers: tuple[Layer, ...]
    streams: tuple[Stream, ...]
    inputs: tuple[Input, ...]


_LISTS = ("outputs", "inputs", "strides", "dilations")


def _layer(facts: dict[str, Any]) -> Layer:
    values: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value for key, value in facts.items()
    }
    return Layer(**values)


def find_layers(constants: Constants) -> Layers:
    """The layers that read `constants`."""
    facts: dict[str, Any] = constants.layers()
    return Layers(
        tuple(map(_layer, facts["layers"])),
        tuple(
            Stream(
                tuple(stream["writers"]),
                tuple(Reader(**reader) for reader in stream["readers"]),
                tuple(stream["biases"]),
            )
            for stream in facts["streams"]
        ),
        tuple(Input(tuple(found["shape"]), found["channels"]) for found in facts["inputs"]),
    )
