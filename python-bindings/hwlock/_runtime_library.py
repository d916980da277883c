"""libhwlock_rt, through ctypes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import os
import pathlib
from collections.abc import Sequence

import hwlock
from hwlock.errors import EnvironmentFault, error_of

_NAME = "libhwlock_rt.so"
_SECRET_FUNCTION = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint8, ctypes.c_char_p, ctypes.c_uint32,
    ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32),
)  # fmt: skip


class Host(ctypes.Structure):
    """struct HwlockHost: answers for the devices of a machine."""

    _fields_ = (("secret", _SECRET_FUNCTION), ("context", ctypes.c_void_p))


def text_array(texts: Sequence[str | os.PathLike[str]]) -> "ctypes.Array[ctypes.c_char_p]":
    """A list of paths for C."""
    encoded = [os.fsencode(text) for text in texts]
    return (ctypes.c_char_p * len(encoded))(*encoded)


def runtime_library(path: str | os.PathLike[str] | None = None) -> ctypes.CDLL:
    """The one named, that of the package, or that of the system."""
    packaged = [pathlib.Path(folder) / "lib" / _NAME for folder in hwlock.__path__]
    found = path or next((file for file in packaged if file.is_file()), _NAME)
    try:
        library = ctypes.CDLL(os.fspath(found))
    except OSError as error:
        raise EnvironmentFault(f"cannot load {_NAME}: {error}") from error
    library.hwlock_rt_host.restype = ctypes.POINTER(Host)
    library.hwlock_rt_host.argtypes = (ctypes.c_void_p,)
    library.hwlock_rt_failure.restype = ctypes.c_char_p
    library.hwlock_rt_failure.argtypes = (ctypes.c_void_p,)
    library.hwlock_rt_devices_close.restype = None
    library.hwlock_rt_devices_close.argtypes = (ctypes.c_void_p,)
    return library


class DeviceHandle:
    """struct hwlock_rt_devices: the devices that a model may be bound to."""

    def __init__(
        self,
        tcti: str | None,
        plugins: Sequence[str | os.PathLike[str]],
        library: str | os.PathLike[str] | None = None,
    ):
        self._handle = ctypes.c_void_p()
        self._library = runtime_library(library)
        status = self._library.hwlock_rt_devices_open(
            tcti.encode() if tcti else None,
            text_array(plugins),
            ctypes.c_size_t(len(plugins)),
            ctypes.byref(self._handle),
        )
        if status:
            raise error_of(status, self.failure)

    def __del__(self) -> None:
        if self._handle:
            self._library.hwlock_rt_devices_close(self._handle)
            self._handle = ctypes.c_void_p()

    @property
    def failure(self) -> str:
        """Why a device could not be asked; empty if each could."""
        text: bytes = self._library.hwlock_rt_failure(self._handle)
        return text.decode(errors="replace")

    @property
    def host(self) -> "ctypes._Pointer[Host]":
        """Valid as long as this object is."""
        found: ctypes._Pointer[Host] = self._library.hwlock_rt_host(self._handle)
        return found
