"""Locks and compiles a module in one process, as IREE's compiler with our plug-in does.

usage: compile_in_one_process.py LIBHWLOCK OPTIONS IN LOCKED.mlir [argument of iree-compile...]

IREE's compiler is there first, with its symbols where all libraries look for them;
then libhwlock is loaded as lib/IREE/Plugin/HwlockLibrary.cpp does, locks IN, and IREE
compiles the text that it gives.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import ctypes
import importlib.util
import os
import pathlib
import sys


class Options(ctypes.Structure):
    """struct hwlock_iree_options."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("contents", ctypes.c_char_p),
        ("contents_size", ctypes.c_size_t),
        ("name", ctypes.c_char_p),
        ("lock_model", ctypes.c_char_p),
        ("observer", ctypes.c_void_p),
    )


def load_iree() -> ctypes.CDLL:
    spec = importlib.util.find_spec("iree.compiler")
    assert spec and spec.origin
    path = pathlib.Path(spec.origin).parent / "_mlir_libs/libIREECompiler.so"
    return ctypes.CDLL(path, ctypes.RTLD_GLOBAL)


def lock(library: str, options: str, contents: bytes) -> str:
    hwlock = ctypes.CDLL(library, os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_DEEPBIND)
    hwlock.hwlock_text_get.restype = ctypes.c_char_p
    hwlock.hwlock_text_get.argtypes = (ctypes.c_void_p,)
    given = Options(ctypes.sizeof(Options), contents, len(contents), None, options.encode())
    locked, failure = ctypes.c_void_p(), ctypes.c_void_p()
    status = hwlock.hwlock_lock_for_iree(
        ctypes.byref(given), ctypes.byref(locked), ctypes.byref(failure)
    )
    if status:
        print(hwlock.hwlock_text_get(failure).decode(), file=sys.stderr)
        sys.exit(status)
    return hwlock.hwlock_text_get(locked).decode()


def main() -> None:
    library, options, module, locked, *flags = sys.argv[1:]
    iree = load_iree()
    text = lock(library, options, pathlib.Path(module).read_bytes())
    pathlib.Path(locked).write_text(text)
    words = [b"iree-compile", os.fsencode(locked), *map(os.fsencode, flags)]
    code = iree.ireeCompilerRunMain(len(words), (ctypes.c_char_p * len(words))(*words))
    # Without the destructors of two LLVMs: the result is written.
    os._exit(code)


main()
