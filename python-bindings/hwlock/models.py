"""Loads models and runs them on arrays of NumPy.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import functools
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hwlock import _native
from hwlock._native import PathLike, Progress
from hwlock.errors import InputError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from hwlock import _hwlock

# MLIR's names of element types, and NumPy's. Integers of MLIR have no sign
# unless they say so.
_NUMPY_NAMES = {
    "f16": "float16",
    "f32": "float32",
    "f64": "float64",
    "i1": "bool",
    "i8": "int8",
    "i16": "int16",
    "i32": "int32",
    "i64": "int64",
    "si8": "int8",
    "si16": "int16",
    "si32": "int32",
    "si64": "int64",
    "ui8": "uint8",
    "ui16": "uint16",
    "ui32": "uint32",
    "ui64": "uint64",
}


@dataclasses.dataclass(frozen=True)
class TensorType:
    """Elements and shape of an input or output."""

    #: As MLIR writes it: "f32", "i64", "bf16"...
    element: str
    #: -1 where the model leaves a dimension open.
    shape: tuple[int, ...]

    @property
    def dtype(self) -> "np.dtype[Any]":
        """The type of NumPy. InputError if it has none for the elements."""
        import numpy as np

        if self.element not in _NUMPY_NAMES:
            raise InputError(
                f"NumPy has no type for {self.element}\n"
                "export the model with float32 inputs and outputs"
            )
        return np.dtype(_NUMPY_NAMES[self.element])

    def __str__(self) -> str:
        return f"{_NUMPY_NAMES.get(self.element, self.element)} of shape {self.shape}"


@dataclasses.dataclass(frozen=True)
class Function:
    """A public function of a model."""

    name: str
    inputs: tuple[TensorType, ...]
    outputs: tuple[TensorType, ...]


class Model:
    """A model that is open and compiled; made by `load()`.

    Its weights are decoded in the memory of this process until the last reference
    is gone. Threads may run one model: they take turns.
    """

    def __init__(self, native: "_hwlock.Model"):
        self._native = native
        self._functions = [
            Function(
                name,
                tuple(TensorType(element, tuple(shape)) for element, shape in inputs),
                tuple(TensorType(element, tuple(shape)) for element, shape in outputs),
            )
            for name, inputs, outputs in native.functions()
        ]

    @property
    def functions(self) -> dict[str, Function]:
        """The public functions by name."""
        return {function.name: function for function in self._functions}

    def run(self, *inputs: "npt.ArrayLike", function: str = "main") -> Any:
        """Runs a function; returns its output, or a tuple if there is not one output.

        inputs: one array for each input, with its shape and its type of elements.
            Arrays are copied only if they are not dense and in C order.

        Raises UsageError if there is no such function or the number of inputs is
        wrong, InputError if one has another type or shape.
        """
        import numpy as np

        index, wanted = self._find(function)
        if len(inputs) != len(wanted.inputs):
            raise UsageError(
                f"'{function}' has {len(wanted.inputs)} input(s), found {len(inputs)}\n"
                f"its inputs are, in order: {', '.join(map(str, wanted.inputs))}"
            )
        arrays = [
            _checked(array, type_, f"input {number}")
            for number, (array, type_) in enumerate(zip(inputs, wanted.inputs, strict=True))
        ]
        for number, type_ in enumerate(wanted.outputs):
            _check_static(type_, f"output {number}")
        outputs = [np.empty(type_.shape, type_.dtype) for type_ in wanted.outputs]
        self._native.run(index, arrays, outputs)
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    @functools.cached_property
    def constants(self) -> dict[str, TensorType]:
        """Those that `replace()` takes, by name: the ones that `Constants.keep()` was
        told of and that the code reads."""
        return {
            name: TensorType(element, tuple(shape))
            for name, element, shape in self._native.constants()
        }

    def replace(self, arrays: "Mapping[str, npt.ArrayLike]") -> None:
        """Changes `constants`, all or none, in the compiled model; others stay as they
        are now. UsageError if there is no such constant; InputError if an array has
        another type or shape."""
        import numpy as np

        checked = checked_constants(self.constants, arrays)
        places = {name: place for place, name in enumerate(self.constants)}
        dense = [np.ascontiguousarray(array) for array in checked.values()]
        self._native.replace([places[name] for name in checked], dense)

    def _find(self, name: str) -> tuple[int, Function]:
        for index, function in enumerate(self._functions):
            if function.name == name:
                return index, function
        raise UsageError(
            f"the model has no public function '{name}'\n"
            f"it has {', '.join(map(repr, self.functions)) or 'none'}"
        )


def no_constant(name: str, types: Mapping[str, TensorType]) -> UsageError:
    return UsageError(
        f"the model has no constant '{name}'\nit has {', '.join(map(repr, types)) or 'none'}"
    )


def checked_constants(
    types: Mapping[str, TensorType], arrays: "Mapping[str, npt.ArrayLike]"
) -> "dict[str, npt.NDArray[Any]]":
    """`arrays`, each exactly of the type that its constant has."""
    import numpy as np

    checked = {}
    for name, given in arrays.items():
        if name not in types:
            raise no_constant(name, types)
        array, type_ = np.asarray(given), types[name]
        if array.dtype != type_.dtype or array.shape != type_.shape:
            raise InputError(
                f"constant '{name}': expected {type_}, found {array.dtype} of shape {array.shape}"
                "\na constant is replaced by one of the same type and shape"
            )
        checked[name] = array
    return checked


def _check_static(type_: TensorType, what: str) -> None:
    if -1 in type_.shape:
        raise InputError(
            f"{what} is {type_}, which leaves a dimension open\n"
            "export the model with fixed shapes"
        )


def _checked(given: "npt.ArrayLike", type_: TensorType, what: str) -> "npt.NDArray[Any]":
    """`given` as a dense array of exactly this type."""
    import numpy as np

    _check_static(type_, what)
    array = np.asarray(given)
    expected = type_.dtype
    same = array.dtype == expected or (
        # Without a sign: both of NumPy's fit.
        type_.element in ("i8", "i16", "i32", "i64") and array.dtype.str[1:] == f"u{expected.itemsize}"
    )
    if not same or array.shape != type_.shape:
        hint = "" if same else f"\nconvert it with array.astype('{expected}')"
        raise InputError(
            f"{what}: expected {type_}, found {array.dtype} of shape {array.shape}{hint}"
        )
    # Adds no dimension to a scalar, as ascontiguousarray() would.
    return np.require(array, requirements=["C", "ALIGNED"])


def load(
    path: PathLike,
    *,
    trust: PathLike | None = None,
    model_name: str | None = None,
    min_version: int = 0,
    tcti: str | None = None,
    plugins: Iterable[PathLike] = (),
    progress: Progress | None = None,
) -> Model:
    """Opens a model on this machine and makes it ready to run.

    path: .mlir or .mlirbc, locked or not, which is compiled now; or a .so of
        `hwlock compile`. A model is native code: load what you trust.
    trust: public Ed25519 key: load only what its owner signed, as `model_name` (None:
        any) and in version `min_version` or a later one.
    tcti, plugins: as for `enroll()`.
    progress: called with the steps that are done and their number.

    Raises InputError if the model leaves a dimension open, which the command
    `hwlock run` takes and this does not; NotAuthorisedError if the model does not open here, CorruptError if it was
    changed, EnvironmentFault if a device that it is bound to cannot be asked.
    """
    return Model(
        _native.native().load(
            os.fspath(path),
            trust=_native.optional_path(trust),
            model_name=model_name,
            min_version=min_version,
            tcti=tcti,
            plugins=_native.paths(plugins),
            progress=progress,
            message=_native.log,
        )
    )
