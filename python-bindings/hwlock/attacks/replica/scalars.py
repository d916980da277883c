"""The arithmetic of MLIR's dialects arith and math as PyTorch operations.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

NaNs compare as in ordered comparisons, where the result is the same without them.
"""

import operator
from collections.abc import Callable
from typing import Any

import torch
from torch import fx

from hwlock.attacks.replica.recording import (
    Value,
    apply,
    common_shape,
    is_call,
    number,
    reshape,
    shape_of,
    shaped,
    source,
)
from hwlock.errors import InputError

TYPES = {
    "f16": torch.float16,
    "bf16": torch.bfloat16,
    "f32": torch.float32,
    "f64": torch.float64,
    "i1": torch.bool,
    "i8": torch.int8,
    "i16": torch.int16,
    "i32": torch.int32,
    "i64": torch.int64,
    "index": torch.int64,
}

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "arith.addf": operator.add,
    "arith.addi": operator.add,
    "arith.subf": operator.sub,
    "arith.subi": operator.sub,
    "arith.mulf": operator.mul,
    "arith.muli": operator.mul,
    "arith.divf": operator.truediv,
    "arith.divsi": lambda x, y: torch.div(x, y, rounding_mode="trunc"),
    "arith.floordivsi": operator.floordiv,
    "arith.remsi": torch.fmod,
    "arith.remf": torch.fmod,
    "arith.negf": operator.neg,
    "arith.andi": operator.and_,
    "arith.ori": operator.or_,
    "arith.xori": operator.xor,
    "math.powf": torch.pow,
    "math.fpowi": torch.pow,
    "math.absf": torch.abs,
    "math.absi": torch.abs,
    "math.ceil": torch.ceil,
    "math.cos": torch.cos,
    "math.erf": torch.erf,
    "math.exp": torch.exp,
    "math.floor": torch.floor,
    "math.log": torch.log,
    "math.log1p": torch.log1p,
    "math.roundeven": torch.round,
    "math.rsqrt": torch.rsqrt,
    "math.sin": torch.sin,
    "math.sqrt": torch.sqrt,
    "math.tanh": torch.tanh,
}

_LARGER = ("arith.maximumf", "arith.maxnumf", "arith.maxsi")
_SMALLER = ("arith.minimumf", "arith.minnumf", "arith.minsi")
_CASTS = (
    "arith.extf", "arith.truncf", "arith.sitofp", "arith.uitofp", "arith.fptosi",
    "arith.extsi", "arith.extui", "arith.trunci", "arith.index_cast",
)  # fmt: skip
_EQ, _NE, _GT, _GE, _LT, _LE = (
    operator.eq, operator.ne, operator.gt, operator.ge, operator.lt, operator.le,
)  # fmt: skip
# By the number of the predicate.
_FLOAT = {1: _EQ, 2: _GT, 3: _GE, 4: _LT, 5: _LE, 6: _NE, 8: _EQ, 9: _GT, 10: _GE, 11: _LT,
          12: _LE, 13: _NE}  # fmt: skip
_INTEGER = {0: _EQ, 1: _NE, 2: _LT, 3: _LE, 4: _GT, 5: _GE}


def evaluate(operation: Any, operands: list[Value]) -> Value:
    """What an operation on single elements gives for whole tensors."""
    return shaped(_evaluate(operation, operands), common_shape(operands))


def _evaluate(operation: Any, operands: list[Value]) -> Value:
    name = operation.name
    if name in _FUNCTIONS:
        return _call(_FUNCTIONS[name], *operands)
    if name in _LARGER:
        return _clamp(operands[0], operands[1], low=True)
    if name in _SMALLER:
        return _clamp(operands[0], operands[1], low=False)
    if name in _CASTS:
        return _cast(operation, operands[0])
    if name in ("arith.cmpf", "arith.cmpi"):
        return _call(_comparison(operation), *operands)
    if name == "arith.select":
        return _select(operation, operands)
    raise unsupported(operation)


def unsupported(operation: Any, why: str = "") -> InputError:
    return InputError(
        f"operation '{operation.name}' has no counterpart in PyTorch here"
        f"{why and ': ' + why}\nat {operation.location}"
    )


def _call(function: Callable[..., Any], *operands: Value) -> Value:
    """Beside proxies, constants of one element are numbers."""
    if any(isinstance(operand, fx.Proxy) for operand in operands):
        return apply(function, *(_plain(operand) for operand in operands))
    return apply(function, *operands)


def _plain(value: Value) -> Any:
    return value.item() if isinstance(value, torch.Tensor) and value.ndim == 0 else value


def _clamp(value: Value, limit: Value, low: bool) -> Value:
    if isinstance(value, torch.Tensor):
        value, limit = limit, value
    bound = number(limit)
    if bound is None or isinstance(value, torch.Tensor):
        return apply(torch.maximum if low else torch.minimum, value, limit)
    if is_call(value, torch.reshape):  # so that it stands right behind its layer
        return reshape(_clamp(source(value), limit, low), shape_of(value))
    if low and bound == 0:
        return shaped(apply(torch.relu, value), shape_of(value))
    return shaped(apply(torch.clamp, value, **{"min" if low else "max": bound}), shape_of(value))


def _cast(operation: Any, value: Value) -> Value:
    wanted = str(operation.results[0].type)
    if wanted not in TYPES:
        raise unsupported(operation, f"elements of type {wanted}")
    signed = operation.name in ("arith.sitofp", "arith.extsi")
    if signed and str(operation.operands[0].type) == "i1":
        raise unsupported(operation, "a truth value with a sign")
    return apply(operator.methodcaller("to", TYPES[wanted]), value)


def _comparison(operation: Any) -> Callable[..., Any]:
    table = _FLOAT if operation.name == "arith.cmpf" else _INTEGER
    predicate = operation.attributes["predicate"].value
    if predicate not in table:
        raise unsupported(operation, f"predicate {predicate}")
    return table[predicate]


def _select(operation: Any, operands: list[Value]) -> Value:
    """x < y ? x : y and the like are minima and maxima, as toolchains know them."""
    condition, yes, no = operands
    compared = operation.operands[0].owner
    if getattr(compared, "name", "") == "arith.cmpf":
        function = _comparison(compared)
        left, right = compared.operands
        _, first, second = operation.operands
        straight = _same(left, first) and _same(right, second)
        crossed = _same(left, second) and _same(right, first)
        if function in (_GT, _GE, _LT, _LE) and (straight or crossed):
            return _clamp(yes, no, low=(function in (_GT, _GE)) == straight)
    return apply(torch.where, condition, yes, no)


def _same(one: Any, other: Any) -> bool:
    """True if two values are one, or equal constants."""
    if one == other:
        return True
    owners = [value.owner for value in (one, other)]
    return all(getattr(owner, "name", "") == "arith.constant" for owner in owners) and (
        owners[0].attributes["value"] == owners[1].attributes["value"]
    )
