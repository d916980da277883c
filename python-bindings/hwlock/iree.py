"""Locked models under IREE's own run time, with the devices that they are bound to.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

A model that is bound to the CPU alone needs nothing of this. One that is bound to
a TPM, a plug-in or the machine's identifier asks the VM module `hwlock` while it is
loaded:

    model = hwlock.iree.load("locked.vmfb", hwlock.iree.Devices())
    scores = model.main(images).to_host()
"""

from __future__ import annotations

import ctypes
import os
import pathlib
import types
from collections.abc import Sequence
from typing import Any

_MAX_SECRET_BYTES = 64
# What the module exports (lib/IREE/AnswerTable.h).
_NAME, _FUNCTION, _CONVENTION = "hwlock", "answer", "0ri_IIIIIIIII"
_SECRET_FUNCTION = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint8, ctypes.c_char_p, ctypes.c_uint32,
    ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32),
)  # fmt: skip


class _Host(ctypes.Structure):
    _fields_ = (("secret", _SECRET_FUNCTION), ("context", ctypes.c_void_p))


def _runtime() -> types.ModuleType:
    try:
        import iree.runtime
    except ImportError as error:
        raise ImportError(
            "hwlock.iree needs IREE's run time: pip install iree-base-runtime==3.13.0"
        ) from error
    return iree.runtime


def _library(path: str | os.PathLike[str] | None) -> ctypes.CDLL:
    """libhwlock_rt: the one named, that of the package, or that of the system."""
    packaged = pathlib.Path(__file__).parent / "lib/libhwlock_rt.so"
    name = path or (packaged if packaged.exists() else packaged.name)
    library = ctypes.CDLL(os.fspath(name))
    library.hwlock_rt_host.restype = ctypes.POINTER(_Host)
    library.hwlock_rt_host.argtypes = (ctypes.c_void_p,)
    library.hwlock_rt_failure.restype = ctypes.c_char_p
    library.hwlock_rt_failure.argtypes = (ctypes.c_void_p,)
    library.hwlock_rt_devices_close.restype = None
    library.hwlock_rt_devices_close.argtypes = (ctypes.c_void_p,)
    return library


class Devices:
    """The devices of this machine.

    `tcti` says how to reach the TPM, as in tpm2-tools; without it the environment
    variable TPM2TOOLS_TCTI does, or it is the TPM of this machine. `plugins` are paths
    of source plug-ins; `library` is the path of libhwlock_rt.so, if it is neither in
    the package nor where the system looks."""

    def __init__(
        self,
        tcti: str | None = None,
        plugins: Sequence[str | os.PathLike[str]] = (),
        *,
        library: str | os.PathLike[str] | None = None,
    ):
        self._handle = ctypes.c_void_p()
        self._library = _library(library)
        paths = [os.fsencode(path) for path in plugins]
        status = self._library.hwlock_rt_devices_open(
            tcti.encode() if tcti else None,
            (ctypes.c_char_p * len(paths))(*paths),
            ctypes.c_size_t(len(paths)),
            ctypes.byref(self._handle),
        )
        if status:
            raise OSError(self.failure)

    def __del__(self) -> None:
        if self._handle:
            self._library.hwlock_rt_devices_close(self._handle)
            self._handle = ctypes.c_void_p()

    @property
    def failure(self) -> str:
        """Why a device could not be asked; empty if each could."""
        return self._library.hwlock_rt_failure(self._handle).decode(errors="replace")

    def _answer(self, source: int, item: bytes) -> tuple[int, ...]:
        """A status with the size of the secret above it, then the secret in words."""
        host = self._library.hwlock_rt_host(self._handle).contents
        secret = (ctypes.c_int64 * (_MAX_SECRET_BYTES // 8))()
        size = ctypes.c_uint32()
        status = host.secret(
            host.context, source, item, len(item), ctypes.addressof(secret),
            ctypes.byref(size),
        )  # fmt: skip
        record = (status | size.value << 32, *secret)
        ctypes.memset(secret, 0, ctypes.sizeof(secret))
        return record


def vm_module(devices: Devices) -> Any:
    """The VM module `hwlock`, to be put before locked models into a context of
    iree.runtime."""

    class State:
        def __init__(self, interface: Any):
            pass

        def answer(self, item: Any, source: int) -> tuple[int, ...]:
            return devices._answer(source, bytes(item.deref(runtime.VmBuffer)))

    runtime = _runtime()
    interface = runtime.PyModuleInterface(_NAME, State)
    interface.export(_FUNCTION, _CONVENTION, State.answer)
    return interface.create()


def load(
    path: str | os.PathLike[str],
    devices: Devices | None = None,
    *,
    driver: str = "local-task",
) -> Any:
    """Loads a .vmfb and opens it, with `devices` if it is bound to any. Returns the
    module of iree.runtime, whose attributes are the functions of the model.

    Raises RuntimeError, as iree.runtime does, if the model does not open here: its
    text has a line that begins with `hwlock: `, and what `devices` have to say."""
    runtime = _runtime()
    config = runtime.Config(driver)
    model = runtime.VmModule.mmap(config.vm_instance, os.fspath(path))
    asked = [vm_module(devices)] if devices else []
    try:
        context = runtime.SystemContext(vm_modules=[*asked, model], config=config)
    except RuntimeError as error:
        if devices and devices.failure:
            raise RuntimeError(f"{error}\n{devices.failure}") from error
        raise
    return context.modules[model.name]
