"""Sums of products of two operands as layers of PyTorch that toolchains know.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
from collections.abc import Sequence

import torch
from torch import fx

from hwlock.attacks.replica import layers
from hwlock.attacks.replica.loops import Loops
from hwlock.attacks.replica.recording import (
    Recording,
    Value,
    apply,
    number,
    permute,
    reshape,
    shape_of,
    shaped,
)
from hwlock.attacks.replica.scalars import unsupported
from hwlock.attacks.replica.windows import windows_of


def contract(
    loops: Loops,
    factors: tuple[int, int],
    operands: Sequence[Value],
    initial: Value,
    recording: Recording,
) -> Value | None:
    """The sum with dimensions as the output has them, on top of `initial`; None if it is
    better seen as a sum over one dimension of all products."""
    left, right = factors
    if isinstance(operands[left], torch.Tensor) or loops.windows(right):
        left, right = right, left
    value, weight = operands[left], operands[right]
    kernel = weight if isinstance(weight, torch.Tensor) and isinstance(value, fx.Proxy) else None
    if loops.windows(left) and kernel is None:
        raise unsupported(loops.operation, "a convolution with a kernel that is no constant")
    output = loops.places(len(operands) - 1)
    places = loops.places(right)
    mine = [place for index in loops.indices[left] for place in index]
    if kernel is not None:
        kernel, places = _once(kernel, places, mine, loops)
    walked = windows_of(loops, left) if loops.windows(left) else None
    sides = layers.Sides(
        batch=[loop for loop in output if loop in mine and loop in places],
        rows=[loop for loop in output if loop in mine and loop not in places],
        outputs=[loop for loop in output if loop in places and loop not in mine],
        summed=[loop for loop in places if loop in mine and loop in loops.reductions
                and not (walked and loop in walked.taps)],
    )  # fmt: skip
    taps = walked.taps if walked else []
    if kernel is None and not (sides.rows and sides.outputs):
        return None
    if set(loops.reductions) - {*sides.summed, *taps}:
        return None
    if kernel is None:
        product = _matmul(loops, sides, value, weight, loops.places(left), places)
        return _on_top_of(initial, product)
    if walked is None and not sides.batch:
        found = layers.linear(loops, sides, value, kernel, loops.places(left), places)
    else:
        found = layers.convolution(loops, sides, walked, left, value, kernel, places)
    bias = _bias(initial, output, [*sides.batch, *sides.outputs])
    product = found.apply(recording, bias)
    product = permute(product, [found.dimensions.index(loop) for loop in output])
    return product if bias is not None else _on_top_of(initial, product)


def _once(
    weight: torch.Tensor, places: list[int], read: list[int], loops: Loops
) -> tuple[torch.Tensor, list[int]]:
    """A weight without dimensions along which it is the same for all of a batch that is
    `read`; a single output is one."""
    kept = list(range(weight.ndim))
    for axis in reversed(kept):
        repeats = weight.shape[axis] == 1 or weight.stride(axis) == 0
        if repeats and places[axis] in read and places[axis] not in loops.reductions:
            weight = weight.select(axis, 0)
            kept = [other for other in kept if other != axis]
    return weight, [places[axis] for axis in kept]


def _on_top_of(initial: Value, product: Value) -> Value:
    if number(initial) == 0:
        return product
    return shaped(apply(torch.add, product, initial), shape_of(product))


def _bias(initial: Value, output: list[int], channels: list[int]) -> torch.Tensor | None:
    """What a constant adds to each channel, if it adds the same everywhere."""
    if isinstance(initial, fx.Proxy) or number(initial) == 0:
        return None
    first = initial[tuple(slice(None) if loop in channels else slice(0, 1) for loop in output)]
    if not torch.equal(first.expand(initial.shape), initial):
        return None
    order = [output.index(loop) for loop in channels]
    rest = [axis for axis in range(len(output)) if axis not in order]
    return first.permute(*order, *rest).reshape(-1)


def _matmul(
    loops: Loops,
    sides: layers.Sides,
    left: Value,
    right: Value,
    left_places: list[int],
    right_places: list[int],
) -> Value:
    def three(value: Value, places: list[int], *parts: list[int]) -> Value:
        order = [places.index(loop) for part in (sides.batch, *parts) for loop in part]
        sizes = [math.prod(loops.sizes[loop] for loop in part) for part in parts]
        batch = [loops.sizes[loop] for loop in sides.batch]
        return reshape(permute(value, order), [*batch, *sizes])

    first = three(left, left_places, sides.rows, sides.summed)
    second = three(right, right_places, sides.summed, sides.outputs)
    product = apply(torch.matmul, first, second)
    shape = (*shape_of(first)[:-1], shape_of(second)[-1])
    dimensions = [*sides.batch, *sides.rows, *sides.outputs]
    product = reshape(shaped(product, shape), [loops.sizes[loop] for loop in dimensions])
    output = loops.places(len(loops.indices) - 1)
    return permute(product, [dimensions.index(loop) for loop in output])
