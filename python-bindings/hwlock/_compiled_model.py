"""Models that `hwlock compile` wrote, called through their descriptor with ctypes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hwlock._model_abi import SYMBOL, VERSION, Descriptor, check_file
from hwlock._runtime_library import DeviceHandle
from hwlock.errors import EnvironmentFault, InputError, UsageError, error_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: The type of a tensor: its elements and its shape.
_Type = tuple[str, list[int]]


def _types(tensors: Any, count: int) -> list[_Type]:
    return [
        (tensor.element.decode(), list(tensor.shape[: tensor.rank])) for tensor in tensors[:count]
    ]


def _pointers(arrays: "Sequence[npt.NDArray[np.generic]]") -> "ctypes.Array[ctypes.c_void_p]":
    return (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))


class CompiledModel:
    """One that is open; `hwlock.models.Model` checks what it is called with."""

    def __init__(self, path: str, tcti: str | None, plugins: Sequence[str]):
        self._model = ctypes.c_void_p()
        self._turn = threading.Lock()
        check_file(path)
        try:
            library = ctypes.CDLL(os.path.abspath(path))
            self._descriptor = Descriptor.in_dll(library, SYMBOL)
        except (OSError, ValueError) as error:
            raise EnvironmentFault(f"cannot load '{path}': {error}") from error
        if self._descriptor.version != VERSION:
            raise InputError(
                f"'{path}' has interface version {self._descriptor.version}, expected {VERSION}"
            )
        devices = DeviceHandle(tcti, plugins)
        self._check(
            self._descriptor.create(
                ctypes.byref(self._descriptor), devices.host, ctypes.byref(self._model)
            ),
            devices,
        )

    def __del__(self) -> None:
        if self._model:
            self._descriptor.destroy(self._model)
            self._model = ctypes.c_void_p()

    def _check(self, status: int, devices: DeviceHandle | None = None) -> None:
        if not status:
            return
        buffer = ctypes.create_string_buffer(512)
        self._descriptor.message(ctypes.byref(self._descriptor), status, buffer, len(buffer))
        text = buffer.value.decode(errors="replace")
        if status == EnvironmentFault.exit_code and devices and devices.failure:
            text = devices.failure
        raise error_of(status, text)

    def functions(self) -> list[tuple[str, list[_Type], list[_Type]]]:
        """Name, inputs and outputs of each."""
        return [
            (
                function.name.decode(),
                _types(function.inputs, function.input_count),
                _types(function.outputs, function.output_count),
            )
            for function in self._descriptor.functions[: self._descriptor.function_count]
        ]

    def constants(self) -> list[tuple[str, str, list[int]]]:
        """Those that can be replaced: none."""
        return []

    def run(
        self,
        index: int,
        inputs: "Sequence[npt.NDArray[np.generic]]",
        outputs: "Sequence[npt.NDArray[np.generic]]",
    ) -> None:
        """Runs a function on arrays of its types, one call at a time."""
        if not 0 <= index < self._descriptor.function_count:
            raise UsageError(f"the model has no function {index}")
        with self._turn:
            status = self._descriptor.run(
                self._model, None, index, _pointers(inputs), _pointers(outputs)
            )
        self._check(status)
