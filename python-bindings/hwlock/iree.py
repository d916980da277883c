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
import importlib
import os
from collections.abc import Sequence
from typing import Any

from hwlock._runtime_library import DeviceHandle
from hwlock.errors import CorruptError, EnvironmentFault, Error, NotAuthorisedError

_MAX_SECRET_BYTES = 64
# How the assertions of a locked module begin (lib/IREE/LowerToIree.cpp).
_ASSERTIONS: dict[str, type[Error]] = {
    "hwlock: this machine is not authorised": NotAuthorisedError,
    "hwlock: a device": EnvironmentFault,
    "hwlock: the model was changed": CorruptError,
}
# What the module exports (lib/IREE/AnswerTable.h).
_NAME, _FUNCTION, _CONVENTION = "hwlock", "answer", "0ri_IIIIIIIII"


def _runtime() -> Any:
    try:
        return importlib.import_module("iree.runtime")
    except ImportError as error:
        raise ImportError(
            "hwlock.iree needs IREE's run time: pip install iree-base-runtime==3.13.0"
        ) from error


class Devices(DeviceHandle):
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
        super().__init__(tcti, plugins, library)

    def _answer(self, source: int, item: bytes) -> tuple[int, ...]:
        """A status with the size of the secret above it, then the secret in words."""
        host = self.host.contents
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

    Raises the classes of `hwlock.errors` if the model does not open here, with what
    `devices` have to say about it; everything else is as iree.runtime has it."""
    runtime = _runtime()
    config = runtime.Config(driver)
    model = runtime.VmModule.mmap(config.vm_instance, os.fspath(path))
    asked = [vm_module(devices)] if devices else []
    try:
        context = runtime.SystemContext(vm_modules=[*asked, model], config=config)
    except RuntimeError as error:
        for beginning, kind in _ASSERTIONS.items():
            _, found, rest = str(error).partition(beginning)
            if found:
                message = (found + rest).partition(";")[0].removeprefix("hwlock: ")
                failure = devices.failure if devices else ""
                raise kind("\n".join(filter(None, (message, failure)))) from error
        raise
    return context.modules[model.name]
