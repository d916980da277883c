"""What of `hwlock._hwlock` a device needs, on libhwlock_rt instead of LLVM.

The wheel without LLVM has this module and not the compiled one; see
`hwlock._native`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import functools
from collections.abc import Callable
from typing import Any, NoReturn

from hwlock._compiled_model import CompiledModel
from hwlock._runtime_library import runtime_library, text_array
from hwlock.errors import EnvironmentFault, UsageError, error_of

#: HWLOCK_ABI_VERSION of the structures below.
_ABI_VERSION = 2
_STOPPED = 6
_PROGRESS = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32)
_MESSAGE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p)


class _Observer(ctypes.Structure):
    """struct hwlock_observer."""

    _fields_ = (("user", ctypes.c_void_p), ("progress", _PROGRESS), ("message", _MESSAGE))


class _Enroll(ctypes.Structure):
    """struct hwlock_enroll_options, with its struct hwlock_devices."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("output", ctypes.c_char_p),
        ("sources", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("overwrite", ctypes.c_int),
        ("tcti", ctypes.c_char_p),
        ("plugins", ctypes.POINTER(ctypes.c_char_p)),
        ("plugin_count", ctypes.c_size_t),
        ("observer", ctypes.POINTER(_Observer)),
    )


@functools.cache
def _library() -> ctypes.CDLL:
    library = runtime_library()
    if library.hwlock_abi_version() != _ABI_VERSION:
        raise EnvironmentFault("libhwlock_rt has another version\ninstall hwlock-runtime again")
    library.hwlock_text_get.restype = ctypes.c_char_p
    library.hwlock_text_get.argtypes = (ctypes.c_void_p,)
    library.hwlock_text_free.restype = None
    library.hwlock_text_free.argtypes = (ctypes.c_void_p,)
    return library


def _take(text: ctypes.c_void_p) -> str:
    """What a struct hwlock_text says; frees it."""
    taken: bytes = _library().hwlock_text_get(text)
    _library().hwlock_text_free(text)
    return taken.decode(errors="replace")


class _Calls:
    """The user's functions for C. What one of them raises ends the call."""

    def __init__(
        self, progress: Callable[[int, int], Any] | None, message: Callable[[int, str], Any]
    ):
        self.raised: BaseException | None = None

        def on_progress(_user: object, done: int, all_: int) -> int:
            try:
                if progress and not self.raised:
                    progress(done, all_)
            except BaseException as error:
                self.raised = error
            return self.raised is not None

        def on_message(_user: object, severity: int, text: bytes) -> None:
            message(severity, text.decode(errors="replace"))

        self.observer = _Observer(None, _PROGRESS(on_progress), _MESSAGE(on_message))


def enroll(
    path: str,
    *,
    sources: str,
    name: str,
    overwrite: bool,
    tcti: str | None,
    plugins: list[str],
    progress: Callable[[int, int], Any] | None,
    message: Callable[[int, str], Any],
) -> str:
    """hwlock_enroll: the report as JSON."""
    calls = _Calls(progress, message)
    options = _Enroll(
        ctypes.sizeof(_Enroll), path.encode(), sources.encode(), name.encode(), overwrite,
        tcti.encode() if tcti else None, text_array(plugins), len(plugins),
        ctypes.pointer(calls.observer),
    )  # fmt: skip
    report, failure = ctypes.c_void_p(), ctypes.c_void_p()
    status = _library().hwlock_enroll(
        ctypes.byref(options), ctypes.byref(report), ctypes.byref(failure)
    )
    if not status:
        return _take(report)
    text = _take(failure)
    if status == _STOPPED and calls.raised:
        raise calls.raised
    raise error_of(status, text)


def inspect(path: str) -> str:
    """hwlock_inspect_profile: facts as JSON. Models need the whole package."""
    report, failure = ctypes.c_void_p(), ctypes.c_void_p()
    status = _library().hwlock_inspect_profile(
        path.encode(), ctypes.byref(report), ctypes.byref(failure)
    )
    if status:
        raise error_of(status, _take(failure))
    return _take(report)


def load(
    path: str, *, trust: str | None, tcti: str | None, plugins: list[str], **_: Any
) -> CompiledModel:
    """A model that `hwlock compile` wrote."""
    if trust:
        raise UsageError(
            "signatures cannot be checked without the compiler\n"
            "install the wheel 'hwlock' in place of 'hwlock-runtime'"
        )
    return CompiledModel(path, tcti, plugins)


def __getattr__(name: str) -> NoReturn:
    if name.startswith("__"):
        raise AttributeError(name)
    raise EnvironmentFault(
        f"'{name}' needs the compiler, which this installation does not have\n"
        "install the wheel 'hwlock' in place of 'hwlock-runtime'"
    )
