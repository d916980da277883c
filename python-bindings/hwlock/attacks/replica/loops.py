"""The loops of a linalg.generic, and operands lined up with them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

from iree.compiler import ir

from hwlock.attacks.replica.recording import Value, permute, reshape, shape_of
from hwlock.attacks.replica.scalars import unsupported

#: Loop to coefficient: an index is the sum of loops times coefficients, or 0 if empty.
Index = dict[int, int]


@dataclasses.dataclass(frozen=True)
class Loops:
    operation: Any
    sizes: tuple[int, ...]
    reductions: tuple[int, ...]
    #: For each operand, outputs last, an index for each of its dimensions.
    indices: tuple[tuple[Index, ...], ...]

    @property
    def parallel(self) -> list[int]:
        return [loop for loop in range(len(self.sizes)) if loop not in self.reductions]

    def windows(self, operand: int) -> list[int]:
        """Dimensions of an operand that several loops walk through together."""
        return [axis for axis, index in enumerate(self.indices[operand]) if len(index) > 1]

    def aligned(self, value: Value, operand: int) -> Value:
        """An operand with a dimension for each loop, of size one where it does not depend
        on it; without the first of these."""
        places = self.places(operand)
        value = permute(value, sorted(range(len(places)), key=lambda axis: places[axis]))
        shape = shape_of(value)
        found = dict(zip(sorted(places), shape, strict=True))
        first = min(places, default=len(self.sizes))
        return reshape(value, [found.get(loop, 1) for loop in range(first, len(self.sizes))])

    def places(self, operand: int) -> list[int]:
        """The loop of each dimension of an operand."""
        found: list[int] = []
        for index in self.indices[operand]:
            if len(index) != 1 or set(index.values()) != {1}:
                raise unsupported(self.operation, "an index that is no single loop")
            found += index
        if len(set(found)) != len(found):
            raise unsupported(self.operation, "a diagonal")
        return found


def lined_up(operation: Any, operands: Sequence[Value]) -> tuple[Loops, list[Value]]:
    """The loops, and the operands without dimensions of which only the first place is read."""
    loops = _loops(operation, [shape_of(value) for value in operands])
    kept = []
    for value, indices in zip(operands, loops.indices, strict=True):
        shape = [size for size, index in zip(shape_of(value), indices, strict=True) if index]
        if math.prod(shape) != math.prod(shape_of(value)):
            raise unsupported(operation, "a dimension of which one place is read")
        kept.append(reshape(value, shape))
    read = tuple(tuple(index for index in each if index) for each in loops.indices)
    return dataclasses.replace(loops, indices=read), kept


def _loops(operation: Any, shapes: Sequence[Sequence[int]]) -> Loops:
    maps = [attribute.value for attribute in operation.attributes["indexing_maps"]]
    indices = tuple(tuple(_index(operation, each) for each in m.results) for m in maps)
    sizes = [1] * maps[0].n_dims
    for dimensions, shape in zip(indices, shapes, strict=True):
        for index, size in zip(dimensions, shape, strict=True):
            if len(index) == 1:
                sizes[next(iter(index))] = size
    kinds = [str(kind) for kind in operation.attributes["iterator_types"]]
    reductions = tuple(loop for loop, kind in enumerate(kinds) if "reduction" in kind)
    return Loops(operation, tuple(sizes), reductions, indices)


def _index(operation: Any, expression: Any) -> Index:
    expression = expression.maybe_downcast()
    if isinstance(expression, ir.AffineConstantExpr) and expression.value == 0:
        return {}
    if isinstance(expression, ir.AffineDimExpr):
        return {expression.position: 1}
    if isinstance(expression, ir.AffineAddExpr):
        left, right = (_index(operation, each) for each in (expression.lhs, expression.rhs))
        if not set(left) & set(right):
            return left | right
    if isinstance(expression, ir.AffineMulExpr):
        factor = expression.rhs.maybe_downcast()
        if isinstance(factor, ir.AffineConstantExpr):
            index = _index(operation, expression.lhs)
            return {loop: times * factor.value for loop, times in index.items()}
    raise unsupported(operation, f"the index {expression}")
