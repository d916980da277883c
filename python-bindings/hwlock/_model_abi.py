"""What `hwlock compile` writes, as ctypes and the loader see it.

The descriptor is that of include/hwlock/Loader/ModelAbi.h, whose layout is fixed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import pathlib
import struct

from hwlock.errors import InputError

SYMBOL, VERSION = "hwlock_model_v2", 2
_X86_64, _SHARED_OBJECT = 62, 3
_Pointers = ctypes.POINTER(ctypes.c_void_p)


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


class Descriptor(ctypes.Structure):
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


def check_file(path: str) -> None:
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
    if SYMBOL.encode() not in data:
        raise unsuitable(f"it has no symbol '{SYMBOL}'")
