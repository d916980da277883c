"""Windows without weights as PyTorch's pooling.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
import operator
from collections.abc import Sequence
from typing import Any

import torch.nn.functional as F

from hwlock.attacks.replica.loops import Loops
from hwlock.attacks.replica.recording import (
    Value,
    apply,
    padding_of,
    permute,
    reshape,
    shape_of,
    shaped,
    source,
)
from hwlock.attacks.replica.scalars import unsupported
from hwlock.attacks.replica.windows import Windows, windows_of


def pool(loops: Loops, operand: int | None, operands: Sequence[Value], start: float) -> Value:
    """Sums or maxima of the windows of an operand, with dimensions as the output has them.

    start: what the reduction begins with: 0 for sums, else minus infinity.
    """
    if operand is None or start > 0:
        raise unsupported(loops.operation, "windows of something other than an operand")
    windows = windows_of(loops, operand)
    if len(windows.axes) != 2 or (start == 0 and set(windows.dilations) != {1}):
        raise unsupported(loops.operation, "pooling that is not of two dimensions")
    value = operands[operand]
    padding = padding_of(value, windows.axes, start)
    # PyTorch pads by half a window at most.
    if padding and all(2 * p <= k for p, k in zip(padding, windows.sizes, strict=True)):
        value = source(value)
    else:
        padding = [0, 0]
    return _pooled(loops, value, windows, padding, start)


def _pooled(
    loops: Loops, value: Value, windows: Windows, padding: list[int], start: float
) -> Value:
    others = [axis for axis in range(len(shape_of(value))) if axis not in windows.axes]
    places = [next(iter(loops.indices[windows.operand][axis])) for axis in others]
    value = permute(value, [*others, *windows.axes])
    shape = shape_of(value)
    value = reshape(value, (1, math.prod(shape[:-2]), *shape[-2:]) if len(others) != 2 else shape)
    options: dict[str, Any] = {"stride": windows.strides, "padding": padding}
    if start == 0:
        value = apply(F.avg_pool2d, value, windows.sizes, **options)
        value = apply(operator.mul, value, math.prod(windows.sizes))
    else:
        value = apply(F.max_pool2d, value, windows.sizes, dilation=windows.dilations, **options)
    made = [loops.sizes[loop] for loop in (*places, *windows.outputs)]
    if len(others) != 2:
        value = reshape(shaped(value, (1, math.prod(made[:-2]), *made[-2:])), made)
    order = [*places, *windows.outputs]
    wanted = loops.places(len(loops.indices) - 1)
    return permute(shaped(value, made), [order.index(loop) for loop in wanted])
