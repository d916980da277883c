"""nn.Linear and nn.Conv2d for contractions with a constant weight.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
from collections.abc import Callable, Sequence

import torch
from torch import fx, nn

from hwlock.attacks.replica.loops import Loops
from hwlock.attacks.replica.recording import (
    Recording,
    Value,
    padding_of,
    permute,
    reshape,
    shape_of,
    shaped,
    source,
)
from hwlock.attacks.replica.scalars import unsupported
from hwlock.attacks.replica.windows import Windows


@dataclasses.dataclass(frozen=True)
class Sides:
    """The loops of a contraction, in the order of the output or of the weight."""

    #: In both operands and the output; in the first and the output; in the second and the
    #: output; in both, and summed.
    batch: list[int]
    rows: list[int]
    outputs: list[int]
    summed: list[int]


@dataclasses.dataclass(frozen=True)
class Found:
    """A layer before it is made."""

    make: Callable[[torch.Tensor | None], nn.Module]
    operand: Value
    #: Of what the layer gives.
    shape: Sequence[int]
    #: The loop of each dimension of the same, once reshaped to `sizes`.
    dimensions: list[int]
    sizes: Sequence[int]

    def apply(self, recording: Recording, bias: torch.Tensor | None) -> Value:
        made = recording.layer(self.make(bias), self.operand)
        return reshape(shaped(made, self.shape), self.sizes)


def linear(
    loops: Loops, sides: Sides, value: Value, weight: torch.Tensor,
    value_places: list[int], weight_places: list[int],
) -> Found:  # fmt: skip
    inputs, outputs = (math.prod(loops.sizes[loop] for loop in part)
                       for part in (sides.summed, sides.outputs))  # fmt: skip
    rows = [loops.sizes[loop] for loop in sides.rows]
    value = permute(value, [value_places.index(loop) for loop in (*sides.rows, *sides.summed)])
    order = [weight_places.index(loop) for loop in (*sides.outputs, *sides.summed)]
    matrix = weight.permute(order).reshape(outputs, inputs)

    def make(bias: torch.Tensor | None) -> nn.Module:
        return _with(nn.Linear(inputs, outputs, bias is not None), matrix, bias)

    return Found(
        make, reshape(value, [*rows, inputs]), [*rows, outputs], [*sides.rows, *sides.outputs],
        [*rows, *(loops.sizes[loop] for loop in sides.outputs)],
    )  # fmt: skip


def convolution(
    loops: Loops, sides: Sides, walked: Windows | None, operand: int, value: Value,
    weight: torch.Tensor, weight_places: list[int],
) -> Found:  # fmt: skip
    """Of one or two dimensions; one without windows is a convolution of size one."""

    def size(part: list[int]) -> int:
        return math.prod(loops.sizes[loop] for loop in part)

    # Of a window one of its two loops, by which nothing is looked up.
    places = [next(iter(index)) for index in loops.indices[operand]]
    padding = None
    if walked:
        if len(walked.axes) not in (1, 2):
            raise unsupported(loops.operation, "a convolution of three dimensions")
        padding = padding_of(value, walked.axes, 0.0)
        value = source(value) if padding else value
        spatial = walked.outputs
        last, taps = walked.axes, walked.taps
    else:
        # What stands behind the channels stays behind them.
        end = max(places.index(loop) for loop in (*sides.batch, *sides.summed))
        last = list(range(end + 1, len(places)))
        spatial, taps = [places[axis] for axis in last], []
    rows = [loop for loop in sides.rows if loop not in spatial]
    first = [places.index(loop) for loop in (*rows, *sides.batch, *sides.summed)]
    value = permute(value, [*first, *last])
    groups, inputs, outputs = size(sides.batch), size(sides.summed), size(sides.outputs)
    place_shape = list(shape_of(value)[len(first) :])
    made = [loops.sizes[loop] for loop in spatial]
    if not walked and len(last) != 2:  # of any number of dimensions, one after the other
        place_shape = [math.prod(place_shape), 1]
        given = place_shape
    else:
        given = made
    value = reshape(value, [size(rows), groups * inputs, *place_shape])
    order = [
        weight_places.index(loop) for loop in (*sides.batch, *sides.outputs, *sides.summed, *taps)
    ]
    kernel_shape = walked.sizes if walked else [1, 1]
    kernel = weight.permute(order).reshape(groups * outputs, inputs, *kernel_shape)

    def make(bias: torch.Tensor | None) -> nn.Module:
        kind: Callable[..., nn.Module] = nn.Conv1d if len(kernel_shape) == 1 else nn.Conv2d
        module = kind(
            groups * inputs, groups * outputs, tuple(kernel_shape),
            stride=tuple(walked.strides) if walked else 1, padding=tuple(padding or ()) or 0,
            dilation=tuple(walked.dilations) if walked else 1, groups=groups, bias=bias is not None,
        )  # fmt: skip
        return _with(module, kernel, bias)

    dimensions = [*rows, *sides.batch, *sides.outputs, *spatial]
    return Found(
        make, value, [size(rows), groups * outputs, *given], dimensions,
        [loops.sizes[loop] for loop in dimensions],
    )  # fmt: skip


def _with(module: nn.Module, weight: torch.Tensor, bias: torch.Tensor | None) -> nn.Module:
    module.weight = nn.Parameter(weight.contiguous(), requires_grad=False)
    if bias is not None:
        module.bias = nn.Parameter(bias.contiguous(), requires_grad=False)
    return module
