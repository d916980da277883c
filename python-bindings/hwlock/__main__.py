"""`python -m hwlock`: the command `hwlock` of this package.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import sys

from hwlock._programs import environment, program
from hwlock.errors import Error


def _become(name: str) -> int:
    """Replaces this process by a program."""
    try:
        path = program(name)
    except Error as error:
        print(f"hwlock: error: {error.message}", file=sys.stderr)
        for hint in error.hints:
            print(f"hwlock: hint: {hint}", file=sys.stderr)
        return error.exit_code
    os.execve(path, [str(path), *sys.argv[1:]], environment())


def main() -> int:
    """The command `hwlock`."""
    return _become("hwlock")


def main_opt() -> int:
    """The command `hwlock-opt`."""
    return _become("hwlock-opt")


def main_iree_compile() -> int:
    """The command `hwlock-iree-compile`."""
    return _become("hwlock-iree-compile")


if __name__ == "__main__":
    sys.exit(main())
