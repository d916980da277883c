"""A linalg.generic as PyTorch operations.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F

from hwlock.attacks.replica import scalars
from hwlock.attacks.replica.contraction import contract
from hwlock.attacks.replica.loops import lined_up
from hwlock.attacks.replica.pooling import pool
from hwlock.attacks.replica.recording import (
    Recording,
    Value,
    apply,
    broadcast,
    common_shape,
    number,
    permute,
    reshape,
    shape_of,
    shaped,
)
from hwlock.attacks.replica.scalars import unsupported

#: How a reduction begins, and what it does over dimensions.
_REDUCTIONS: dict[str, tuple[float, Callable[..., Any]]] = {
    "arith.addf": (0, torch.sum),
    "arith.addi": (0, torch.sum),
    "arith.maximumf": (float("-inf"), torch.amax),
    "arith.maxnumf": (float("-inf"), torch.amax),
    "arith.minimumf": (float("inf"), torch.amin),
    "arith.minnumf": (float("inf"), torch.amin),
}


class Generic:
    """One operation with the values of its operands."""

    def __init__(self, operation: Any, values: Mapping[Any, Value], recording: Recording):
        self.operation, self.recording = operation, recording
        self.outer = values
        operands = [values[operand] for operand in operation.operands]
        self.loops, self.operands = lined_up(operation, operands)
        block = operation.regions[0].blocks[0]
        self.arguments = list(block.arguments)
        self.yielded = list(list(block.operations)[-1].operands)
        self.inputs = len(self.operands) - len(self.yielded)
        self.known: dict[Any, Value] = {}

    def run(self) -> list[tuple[Any, Value]]:
        """The results that something reads, each with its value."""
        made = self._reduced if self.loops.reductions else self._elementwise
        return [
            (result, reshape(made(index), result.type.shape))
            for index, result in enumerate(self.operation.results)
            if any(True for _ in result.uses)
        ]

    def _elementwise(self, index: int) -> Value:
        domain = self.loops.sizes
        value = broadcast(self._value(self.yielded[index]), domain)
        return permute(value, self.loops.places(self.inputs + index))

    def _reduced(self, index: int) -> Value:
        combine, term = self._combination(index)
        initial = self.operands[self.inputs + index]
        factors = self._factors(term)
        if combine.name == "arith.addf" and factors:
            made = contract(self.loops, factors, self.operands, initial, self.recording)
            if made is not None:
                return made
        start, function = _REDUCTIONS[combine.name]
        if any(self.loops.windows(operand) for operand in range(self.inputs)):
            value = pool(self.loops, self._argument(term), self.operands, start)
        else:
            whole = broadcast(self._value(term), self.loops.sizes)
            value = function(whole, dim=self.loops.reductions)
            order = self.loops.places(self.inputs + index)
            kept = self.loops.parallel
            value = permute(
                shaped(value, (self.loops.sizes[loop] for loop in kept)),
                [kept.index(loop) for loop in order],
            )
        shape = shape_of(value)
        if number(initial) == start or (start < 0 and (number(initial) or 0) < -1e38):
            return value
        join = torch.add if start == 0 else (torch.maximum if start < 0 else torch.minimum)
        return shaped(apply(join, value, initial), shape)

    def _combination(self, index: int) -> tuple[Any, Any]:
        """The operation that joins what was reduced with one term more, and the term."""
        combine = self.yielded[index].owner
        out = self.arguments[self.inputs + index]
        if getattr(combine, "name", None) in _REDUCTIONS:
            terms = [operand for operand in combine.operands if operand != out]
            if len(terms) == 1:
                return combine, terms[0]
        raise unsupported(self.operation, "a reduction that is no sum, maximum or minimum")

    def _argument(self, value: Any) -> int | None:
        """Which operand a value of the body is as it is."""
        return self.arguments.index(value) if value in self.arguments else None

    def _factors(self, term: Any) -> tuple[int, int] | None:
        """The two operands that a term is the product of."""
        owner = term.owner
        if getattr(owner, "name", None) != "arith.mulf":
            return None
        left, right = (self._argument(operand) for operand in owner.operands)
        return None if left is None or right is None or left == right else (left, right)

    def _value(self, value: Any) -> Value:
        """A value of the body over all loops."""
        if value not in self.known:
            self.known[value] = self._evaluated(value)
        return self.known[value]

    def _evaluated(self, value: Any) -> Value:
        argument = self._argument(value)
        if argument is not None:
            return self.loops.aligned(self.operands[argument], argument)
        if value in self.outer:
            return self.outer[value]
        operation = value.owner
        if operation.name == "linalg.index":
            loop = operation.attributes["dim"].value
            after = [1] * (len(self.loops.sizes) - loop - 1)
            return torch.arange(self.loops.sizes[loop]).reshape(-1, *after)
        if operation.name == "tensor.extract":
            return self._extracted(list(operation.operands))
        return scalars.evaluate(operation, [self._value(operand) for operand in operation.operands])

    def _extracted(self, operands: Sequence[Any]) -> Value:
        table, *indices = operands
        last = indices[-1].owner
        size = len(self.loops.sizes)
        whole = getattr(last, "name", "") == "linalg.index" and (
            last.attributes["dim"].value == size - 1
            and self.loops.sizes[-1] == shape_of(self.outer[table])[-1]
        )
        found = [self._value(index) for index in indices]
        shape = common_shape(found)
        if len(indices) == 2 and whole and shape_of(found[0])[-1:] == (1,):  # rows of a table
            rows = apply(F.embedding, apply(torch.squeeze, found[0], -1), self.outer[table])
            return shaped(rows, shape)
        return shaped(apply(operator.getitem, self.outer[table], tuple(found)), shape)
