"""Weights as attacks look at them: one row for each output channel.

A weight has an axis of output channels and one of input channels, and others: the
taps of a convolution. Formats that scale or prune along the inputs of an output look
at rows in which the input channels of one tap lie beside each other, as kernels of
low-precision hardware read them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]


def outputs_first(weight: Array, axis: int) -> Array:
    """`weight` as a matrix with a row for each index of `axis`."""
    return np.moveaxis(weight, axis, 0).reshape(weight.shape[axis], -1)


def map_outputs(weight: Array, axis: int, function: Callable[[Array], Array]) -> Array:
    """`function` of the matrix of `outputs_first`, in the shape of `weight`."""
    moved = np.moveaxis(weight, axis, 0)
    changed = function(moved.reshape(moved.shape[0], -1))
    return np.ascontiguousarray(np.moveaxis(changed.reshape(moved.shape), 0, axis))


def map_groups(
    weight: Array, axis: int, inner: int, group: int, function: Callable[[Array], Array]
) -> Array:
    """`function` of an array [outputs, groups, group]: each row, its input channels
    last, cut into groups; the last group of a row is filled with zeros."""
    moved = np.moveaxis(weight, (axis, inner), (0, -1))
    rows = moved.reshape(moved.shape[0], -1)
    width = rows.shape[1]
    padded = np.pad(rows, ((0, 0), (0, -width % group)))
    changed = function(padded.reshape(len(rows), -1, group))
    cut = changed.reshape(len(rows), -1)[:, :width].reshape(moved.shape)
    return np.ascontiguousarray(np.moveaxis(cut, (0, -1), (axis, inner)))
