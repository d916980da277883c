"""Integers that an ONNX model computes of the shapes of its values.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

They are known as far as the shapes are. A value is an array of objects: numbers;
names of dimensions, each of them a number that is not negative; None for whatever
it may be.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx
import onnx.helper
import onnx.numpy_helper

__all__ = ["Values", "evaluate", "is_known", "of_tensor"]

Values = Mapping[str, np.ndarray]

# Shapes and lists of positions are shorter.
_MOST_ELEMENTS = 1024
_INTEGERS = (onnx.TensorProto.INT32, onnx.TensorProto.INT64)
_TYPES = (*_INTEGERS, onnx.TensorProto.BOOL)


def is_known(value: np.ndarray | None) -> bool:
    """Whether each element is a number."""
    return value is not None and all(isinstance(element, int) for element in value.flat)


def of_tensor(tensor: onnx.TensorProto) -> np.ndarray | None:
    """The value of a constant, None for those that are no short lists of integers."""
    if tensor.data_type not in _TYPES or np.prod(tensor.dims, dtype=int) > _MOST_ELEMENTS:
        return None
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        return None
    return onnx.numpy_helper.to_array(tensor).astype(object)


def _sum(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    return b if a == 0 else a if b == 0 else None


def _difference(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int):
        return a - b
    return a if b == 0 else None


def _product(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    return b if a == 1 else a if b == 1 else None


def _quotient(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int) and b:
        return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)  # towards zero
    return a if b == 1 else None


def _equal(a: Any, b: Any) -> bool | None:
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    if a is None or b is None:
        return None
    if a == b:
        return True
    # Dimensions of two names may have one size, but none of them a negative one.
    return False if min(x for x in (a, b, 0) if isinstance(x, int)) < 0 else None


def _choice(condition: Any, a: Any, b: Any) -> Any:
    if isinstance(condition, int):
        return a if condition else b
    return a if a == b else None


_ELEMENTWISE = {
    "Add": np.frompyfunc(_sum, 2, 1),
    "Sub": np.frompyfunc(_difference, 2, 1),
    "Mul": np.frompyfunc(_product, 2, 1),
    "Div": np.frompyfunc(_quotient, 2, 1),
    "Equal": np.frompyfunc(_equal, 2, 1),
    "Where": np.frompyfunc(_choice, 3, 1),
}


def _integers(value: np.ndarray) -> list[int]:
    """The elements of a value that must be known."""
    if not is_known(value):
        raise ValueError
    return [int(element) for element in value.flat]


def _cast(attributes: dict[str, Any], value: np.ndarray) -> np.ndarray | None:
    if attributes["to"] not in _INTEGERS:
        return None
    numbers = [int(x) if isinstance(x, bool) else x for x in value.flat]
    return np.array(numbers, dtype=object).reshape(value.shape)


def _gather(attributes: dict[str, Any], value: np.ndarray, places: np.ndarray) -> Any:
    indices = np.array(_integers(places), dtype=int).reshape(places.shape)
    return np.take(value, indices, attributes.get("axis", 0))


def _reshape(attributes: dict[str, Any], value: np.ndarray, shape: np.ndarray) -> np.ndarray:
    sizes = _integers(shape)
    if not attributes.get("allowzero", 0):
        sizes = [size or value.shape[i] for i, size in enumerate(sizes)]
    return value.reshape(sizes)


def _slice(attributes: dict[str, Any], value: np.ndarray, *bounds: np.ndarray) -> np.ndarray:
    starts, ends, *rest = map(_integers, bounds)
    axes = rest[0] if rest else range(len(starts))
    steps = rest[1] if len(rest) > 1 else [1] * len(starts)
    index = [slice(None)] * value.ndim
    for axis, *bound in zip(axes, starts, ends, steps):
        index[axis] = slice(*bound)
    return value[tuple(index)]


def _squeeze(attributes: dict[str, Any], value: np.ndarray, *axes: np.ndarray) -> np.ndarray:
    return value.squeeze(tuple(_integers(axes[0])) if axes else None)


def _unsqueeze(attributes: dict[str, Any], value: np.ndarray, axes: np.ndarray) -> np.ndarray:
    return np.expand_dims(value, tuple(_integers(axes)))


def _filled(attributes: dict[str, Any], shape: np.ndarray) -> np.ndarray | None:
    sizes = _integers(shape)
    if "value" not in attributes or np.prod(sizes, dtype=int) > _MOST_ELEMENTS:
        return None
    filling = of_tensor(attributes["value"])
    return None if filling is None else np.full(sizes, filling.flat[0], dtype=object)


# What moves elements and takes them as they are.
_OTHERS: dict[str, Callable[..., Any]] = {
    "Cast": _cast,
    "Concat": lambda attributes, *values: np.concatenate(values, attributes["axis"]),
    "ConstantOfShape": _filled,
    "Gather": _gather,
    "Identity": lambda attributes, value: value,
    "Reshape": _reshape,
    "Slice": _slice,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
}


def evaluate(node: onnx.NodeProto, values: Values) -> np.ndarray | None:
    """The result of `node`, as far as `values` tell; None if they tell nothing."""
    if node.domain not in ("", "ai.onnx"):
        return None
    inputs = [values.get(name) for name in node.input]
    if any(value is None for value in inputs):
        return None
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    try:
        if node.op_type in _ELEMENTWISE:
            result = _ELEMENTWISE[node.op_type](*inputs)
        elif node.op_type in _OTHERS:
            result = _OTHERS[node.op_type](attributes, *inputs)
        else:
            return None
    except (ValueError, IndexError):  # of the model, or not known
        return None
    return None if result is None else np.asarray(result, dtype=object)
