"""What a soft lock adds to a model: multiplications and bytes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import math
import re

from hwlock._native import PathLike
from hwlock.attacks.columns import multiply_accumulates
from hwlock.attacks.layers import find_layers
from hwlock.constants import Constants, read_constants
from hwlock.errors import InputError


@dataclasses.dataclass(frozen=True)
class Size:
    """Of a model that is not locked."""

    #: Multiplications of layers whose weight is a constant, for one batch. Products of two
    #: activations, as those of queries and keys, are left out: no soft lock adds any.
    macs: int
    #: Of tensor constants, those aside that hold one value again and again.
    bytes: int


@dataclasses.dataclass(frozen=True)
class Cost:
    """Sizes with a soft lock over those without."""

    macs: float
    bytes: float

    @property
    def larger(self) -> float:
        return max(self.macs, self.bytes)

    def __str__(self) -> str:
        return f"{self.macs:.3f} x multiplications, {self.bytes:.3f} x bytes"


def size_of(path: PathLike) -> Size:
    """Counts. InputError if the shapes of the model do not say how much there is."""
    constants = read_constants(path)
    found = find_layers(constants)
    macs = sum(
        multiply_accumulates(layer, constants.types[layer.weight].shape, found.inputs[layer.input])
        for layer in found.layers
    )
    return Size(macs, sum(_bytes(constants, name) for name in constants))


def cost_of(after: Size, before: Size) -> Cost:
    return Cost(after.macs / max(1, before.macs), after.bytes / max(1, before.bytes))


def _bytes(constants: Constants, name: str) -> int:
    type_ = constants.types[name]
    try:
        values = constants[name]
    except InputError:
        # NumPy has no type for bf16, f8E4M3FN...
        return math.prod(type_.shape) * int(re.findall(r"\d+", type_.element)[0]) // 8
    return 0 if (values == values.flat[:1]).all() else values.nbytes
