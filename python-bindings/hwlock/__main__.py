"""`python -m hwlock`: the command `hwlock` of this package, and those in Python.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib
import os
import sys

from hwlock._programs import environment, program
from hwlock.errors import Error


#: Those of `hwlock.soft.commands`, which is loaded when it is asked for.
_IN_PYTHON = ("audit", "tune")


def _fail(error: Error) -> int:
    print(f"hwlock: error: {error.message}", file=sys.stderr)
    for hint in error.hints:
        print(f"hwlock: hint: {hint}", file=sys.stderr)
    return error.exit_code


def _become(name: str) -> int:
    """Replaces this process by a program."""
    try:
        path = program(name)
    except Error as error:
        return _fail(error)
    os.execve(path, [str(path), *sys.argv[1:]], environment())


def _run_in_python(command: str) -> int:
    try:
        importlib.import_module("hwlock.soft.commands").run(command, sys.argv[2:])
    except Error as error:
        return _fail(error)
    except KeyboardInterrupt:
        return 130  # as a shell says it
    return 0


def main() -> int:
    """The command `hwlock`."""
    if sys.argv[1:2] and sys.argv[1] in _IN_PYTHON:
        return _run_in_python(sys.argv[1])
    return _become("hwlock")


def main_opt() -> int:
    """The command `hwlock-opt`."""
    return _become("hwlock-opt")


def main_iree_compile() -> int:
    """The command `hwlock-iree-compile`."""
    return _become("hwlock-iree-compile")


if __name__ == "__main__":
    sys.exit(main())
