"""The operations of `main`, one after the other, as PyTorch operations.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from iree.compiler import ir
from torch import fx

from hwlock.attacks.replica.generic import Generic
from hwlock.attacks.replica.recording import Recording, Value, apply, pad, reshape, shaped
from hwlock.attacks.replica.scalars import TYPES, evaluate, unsupported
from hwlock.attacks.rows import Array
from hwlock.errors import InputError

_RESOURCE = re.compile(r'dense_resource<"?(.*?)"?>')


class Interpreter:
    """Values of `main` by what MLIR calls them."""

    def __init__(self, arrays: Mapping[str, Array]):
        self._arrays = arrays
        self._recording = Recording()
        self._values: dict[Any, Value] = {}
        self._rules: dict[str, Callable[[Any], Value]] = {
            "arith.constant": self._constant,
            "tensor.empty": self._empty,
            "tensor.pad": self._pad,
            "tensor.expand_shape": self._reshape,
            "tensor.collapse_shape": self._reshape,
            "tensor.extract_slice": self._slice,
            "tensor.concat": self._concatenated,
        }

    def run(self, function: Any) -> fx.GraphModule:
        block = function.regions[0].blocks[0]
        for argument in block.arguments:
            self._values[argument] = self._recording.input(_shape(argument))
        for each in block.operations:
            operation = each.operation
            if operation.name == "func.return":
                return self._recording.finish([self._values[v] for v in operation.operands])
            self._step(operation)
        raise InputError("'main' does not return")

    def _step(self, operation: Any) -> None:
        results = list(operation.results)
        if operation.name == "cf.assert":
            return
        if operation.name == "linalg.generic":
            self._values.update(Generic(operation, self._values, self._recording).run())
        elif operation.name in self._rules:
            self._values[results[0]] = self._rules[operation.name](operation)
        elif len(results) == 1 and not isinstance(results[0].type, ir.ShapedType):
            operands = [self._values[operand] for operand in operation.operands]
            self._values[results[0]] = evaluate(operation, operands)
        else:
            raise unsupported(operation)

    def _constant(self, operation: Any) -> Value:
        attribute, type_ = operation.attributes["value"], operation.results[0].type
        if not isinstance(type_, ir.ShapedType):
            return torch.tensor(attribute.value, dtype=_element(operation, type_))
        shape, element = _shape(operation.results[0]), _element(operation, type_.element_type)
        if not isinstance(attribute, ir.DenseElementsAttr):
            resource = _RESOURCE.match(str(attribute))
            if not resource:
                raise unsupported(operation, f"the constant {attribute}")
            return torch.from_numpy(np.array(self._arrays[resource.group(1)]))
        if attribute.is_splat:
            return torch.tensor(attribute.get_splat_value().value, dtype=element).expand(shape)
        return torch.from_numpy(np.array(attribute)).to(element)

    def _empty(self, operation: Any) -> Value:
        """Read by nothing: as small as can be."""
        result = operation.results[0]
        element = _element(operation, result.type.element_type)
        return torch.zeros((), dtype=element).expand(_shape(result))

    def _pad(self, operation: Any) -> Value:
        body = list(operation.regions[0].blocks[0].operations)
        filling = self._values.get(body[-1].operands[0])
        if len(body) != 1 or not isinstance(filling, torch.Tensor):
            raise unsupported(operation, "padding that is not the same everywhere")
        low, high = (list(operation.attributes[f"static_{side}"]) for side in ("low", "high"))
        return pad(self._values[operation.operands[0]], low, high, filling.item())

    def _reshape(self, operation: Any) -> Value:
        return reshape(self._values[operation.operands[0]], _shape(operation.results[0]))

    def _slice(self, operation: Any) -> Value:
        offsets, sizes, strides = (
            list(operation.attributes[f"static_{name}"]) for name in ("offsets", "sizes", "strides")
        )
        places = zip(offsets, sizes, strides, strict=True)
        parts = tuple(
            slice(start, start + (size - 1) * step + 1, step) for start, size, step in places
        )
        value = apply(operator.getitem, self._values[operation.operands[0]], parts)
        return reshape(shaped(value, sizes), _shape(operation.results[0]))

    def _concatenated(self, operation: Any) -> Value:
        parts = [self._values[v] for v in operation.operands]
        dimension = operation.attributes["dim"].value
        return shaped(apply(torch.cat, parts, dimension), _shape(operation.results[0]))


def _shape(value: Any) -> tuple[int, ...]:
    if not value.type.has_static_shape:
        raise InputError(
            f"the model has a value of type {value.type}, which leaves a dimension open\n"
            "export the model with fixed shapes"
        )
    return tuple(value.type.shape)


def _element(operation: Any, type_: Any) -> torch.dtype:
    if str(type_) not in TYPES:
        raise unsupported(operation, f"elements of type {type_}")
    return TYPES[str(type_)]
