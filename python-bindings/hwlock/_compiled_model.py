"""Models that `hwlock compile` wrote, called through their descriptor with ctypes.

The descriptor is that of include/hwlock/Loader/ModelAbi.h, whose layout is fixed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import os
import pathlib
import struct
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hwlock._runtime_library import DeviceHandle
from hwlock.errors import EnvironmentFault, InputError, UsageError, error_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SYMBOL, _VERSION = "hwlock_model_v2", 2
_X86_64, _SHARED_OBJECT = 62, 3
_Pointers = ctypes.POINTER(ctypes.c_void_p)
#: The type of a tensor: its elements and its shape.
_Type = tuple[str, list[int]]


class _Tensor(ctypes.Structure):
    _fields_ = (
        ("element", ctypes.c_char_p),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("rank", ctypes.c_uint64),
        ("bytes", ctypes.c_uint64),
    )


class _Function(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("inputs", ctypes.POINTER(_Tensor)),
        ("input_count", ctypes.c_uint64),
        ("outputs", ctypes.POINTER(_Tensor)),
        ("output_count", ctypes.c_uint64),
        ("entry", ctypes.c_void_p),
    )


class _Descriptor(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_uint32),
        ("protection", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("producer", ctypes.c_char_p),
        ("functions", ctypes.POINTER(_Function)),
        ("function_count", ctypes.c_uint64),
        ("sizes", ctypes.c_uint64 * 5),
        ("create", ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, _Pointers)),
        (
            "run",
            ctypes.CFUNCTYPE(
                ctypes.c_int32,
                ctypes.c_void_p,
                ctypes.c_void_p,
                ctypes.c_uint64,
                _Pointers,
                _Pointers,
            ),
        ),
        ("destroy", ctypes.CFUNCTYPE(None, ctypes.c_void_p)),
        (
            "message",
            ctypes.CFUNCTYPE(
                ctypes.c_uint64, ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_uint64
            ),
        ),
    )


def _check(path: str) -> None:
    """InputError unless the file is whole: the system's loader would read beyond its
    end, and what it loads may run code."""

    def unsuitable(why: str) -> InputError:
        return InputError(
            f"'{path}' is not a model that this installation can load: {why}\n"
            "give what 'hwlock compile -o model.so' wrote"
        )

    try:
        data = pathlib.Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot open '{path}': {error.strerror}") from error
    if data[:6] != b"\x7fELF\x02\x01" or len(data) < 64:
        raise unsuitable("it is no ELF file")
    kind, machine = struct.unpack_from("<HH", data, 16)
    if kind != _SHARED_OBJECT or machine != _X86_64:
        raise unsuitable("it is no shared object for x86-64")
    (table,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    if size != 56 or table + size * count > len(data):
        raise unsuitable("it is truncated")
    for header in range(table, table + size * count, size):
        offset, bytes_ = struct.unpack_from("<Q16xQ", data, header + 8)
        if offset + bytes_ > len(data):
            raise unsuitable("it is truncated")
    if _SYMBOL.encode() not in data:
        raise unsuitable(f"it has no symbol '{_SYMBOL}'")


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
        _check(path)
        try:
            library = ctypes.CDLL(os.path.abspath(path))
            self._descriptor = _Descriptor.in_dll(library, _SYMBOL)
        except (OSError, ValueError) as error:
            raise EnvironmentFault(f"cannot load '{path}': {error}") from error
        if self._descriptor.version != _VERSION:
            raise InputError(
                f"'{path}' has interface version {self._descriptor.version}, expected {_VERSION}"
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
