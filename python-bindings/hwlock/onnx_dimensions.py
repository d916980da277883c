"""Dimensions of what an ONNX node gives, where values are known in part.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

ONNX's inference takes a shape that is a value of the model as it is or not at all.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import onnx

from .onnx_values import is_known

__all__ = ["Dimension", "by_values", "merged", "of_type"]

# A number, the name of a dimension, or None.
Dimension: TypeAlias = int | str | None


def of_type(kind: onnx.TypeProto | None) -> list[Dimension] | None:
    if kind is None or not kind.tensor_type.HasField("shape"):
        return None
    return [
        d.dim_value if d.HasField("dim_value") else d.dim_param or None
        for d in kind.tensor_type.shape.dim
    ]


def merged(
    old: list[Dimension] | None, new: list[Dimension] | None
) -> list[Dimension] | None:
    """What both say together. Of two names the new one stays: it is the name of an
    input where the old one may be made up."""
    if old is None or new is None:
        return new if old is None else old
    if len(old) != len(new):
        return old
    return [
        a if isinstance(a, int) else b if b is not None else a for a, b in zip(old, new)
    ]


def _expanded(input: list[Dimension], shape: list[Dimension]) -> list[Dimension]:
    rank = max(len(input), len(shape))
    ones: list[Dimension] = [1] * rank

    def one(size: Dimension, wanted: Dimension) -> Dimension:
        if size == 1:
            return wanted
        if wanted == 1 or size == wanted or isinstance(size, int):
            return size
        return wanted if isinstance(wanted, int) else None

    pairs = zip(ones[len(input) :] + input, ones[len(shape) :] + shape)
    return [one(size, wanted) for size, wanted in pairs]


def _reshaped(
    input: list[Dimension] | None, shape: list[Dimension], zero_is_size: bool
) -> list[Dimension]:
    result = list(shape)
    for index, size in enumerate(shape):
        if size == 0 and not zero_is_size:
            result[index] = input[index] if input and index < len(input) else None
    if input is None or result.count(-1) != 1:
        return [None if size == -1 else size for size in result]
    # What is in both does not decide about the one that is left.
    rest, others = list(input), [size for size in result if size != -1]
    for size in list(others):
        if size is not None and size in rest:
            rest.remove(size)
            others.remove(size)
    numbers = [size for size in rest if isinstance(size, int)]
    divisors = [size for size in others if isinstance(size, int) and size]
    inferred: Dimension = None
    if len(numbers) == len(rest) and len(divisors) == len(others):
        inferred = math.prod(numbers) // math.prod(divisors)
    return [inferred if size == -1 else size for size in result]


def by_values(
    node: onnx.NodeProto, input: list[Dimension] | None, values: Sequence[np.ndarray | None]
) -> list[Dimension] | None:
    """The dimensions of the result, given those of the first operand and what is known
    of the values of all."""
    match node.op_type, values:
        case "ConstantOfShape", [np.ndarray() as shape]:
            return list(shape)
        case "Expand", [_, np.ndarray() as shape] if input is not None:
            return _expanded(input, list(shape))
        case "Reshape", [_, np.ndarray() as shape]:
            allowzero = any(a.name == "allowzero" and a.i for a in node.attribute)
            return _reshaped(input, list(shape), allowzero)
        case "Range", [np.ndarray() as start, np.ndarray() as limit, np.ndarray() as step]:
            size, counted = limit.item(), (start.item(), step.item()) == (0, 1)
            return [size if counted and isinstance(size, str) else None]
        case "Slice", [_, _, _, np.ndarray() as axes, *_] if input and is_known(axes):
            sliced = {axis % len(input) for axis in axes.flat}
            return [None if i in sliced else size for i, size in enumerate(input)]
    return None
