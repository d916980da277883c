"""The constants of models that are not locked: what anyone can read and change.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hwlock import _native
from hwlock._native import PathLike
from hwlock.models import TensorType, checked_constants, no_constant

if TYPE_CHECKING:
    import numpy.typing as npt


class Constants(Mapping[str, "npt.NDArray[Any]"]):
    """The tensor constants of a model by name, in its order; made by
    `read_constants()`.

    The name is that of the resource which holds a tensor, otherwise "constant_N" with
    its place. Arrays are copies that cannot be written to: `replace()` changes the
    model in memory, `write()` writes it.
    """

    def __init__(self, path: PathLike):
        self._native = _native.native().Constants(os.fspath(path))
        self._places: dict[str, int] = {}
        #: Elements and shape of each; also of bf16, for which NumPy has no type.
        self.types: dict[str, TensorType] = {}
        self._list()

    def _list(self) -> None:
        for place, (name, element, shape) in enumerate(self._native.entries()):
            self._places[name] = place
            self.types[name] = TensorType(element, tuple(shape))

    def __getitem__(self, name: str) -> "npt.NDArray[Any]":
        """InputError if NumPy has no type for the elements."""
        import numpy as np

        type_ = self.types[name]
        data = self._native.data(self._places[name])
        return np.frombuffer(data, type_.dtype).reshape(type_.shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def replace(self, arrays: "Mapping[str, npt.ArrayLike]") -> None:
        """Changes constants, all or none. UsageError if there is no such constant;
        InputError if an array has another type or shape."""
        for name, array in checked_constants(self.types, arrays).items():
            self._native.replace(self._places[name], array.tobytes())

    def keep(self, names: Iterable[str]) -> None:
        """Has the model written so that these constants can be replaced after it was
        loaded, by `Model.replace()`. UsageError if there is no such constant."""
        for name in names:
            if name not in self.types:
                raise no_constant(name, self.types)
            self._native.keep(self._places[name])

    def write(self, output: PathLike, *, bytecode: bool = False) -> None:
        """Writes the model, in bytecode if `output` ends in .mlirbc or `bytecode` is
        true. The file appears whole or not at all, and is not the one that was read."""
        self._native.write(os.fspath(output), bytecode=bytecode)

    def probe(self, what: str) -> None:
        """Changes what flows into linear layers, once: "expose" makes `main` return
        their inputs too, "f16", "bf16" and "tf32" make them read rounded inputs,
        "f16-autocast" and "bf16-autocast" write rounded outputs as well; "integer" makes
        them read what new constants "input_N.scale", "input_N.low" and "input_N.high" say, "rotated"
        the same of their channels times a new matrix "input_N.rotation"."""
        self._native.probe(what)
        self._list()

    def layers(self) -> dict[str, Any]:
        """Which constants are weights of linear layers; `hwlock.attacks.layers` says
        what the words mean."""
        found: dict[str, Any] = json.loads(self._native.layers())
        return found


def read_constants(path: PathLike) -> Constants:
    """The constants of a model, .mlir or .mlirbc, that is not locked: tensors of
    integers and floats of 8, 16, 32 or 64 bits.

    Raises InputError if the model is locked or was printed without its constants.
    """
    return Constants(path)


def replace_constants(
    path: PathLike,
    output: PathLike,
    arrays: "Mapping[str, npt.ArrayLike]",
    *,
    bytecode: bool = False,
) -> None:
    """Writes the model `path` to `output` with some of its constants replaced, by
    arrays of the same types and shapes."""
    constants = read_constants(path)
    constants.replace(arrays)
    constants.write(output, bytecode=bytecode)
