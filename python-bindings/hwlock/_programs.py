"""The programs that lie beside the package.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib

import hwlock
from hwlock.errors import EnvironmentFault


def program(name: str) -> pathlib.Path:
    """The path of a program of hwlock: "hwlock", "hwlock-opt"..."""
    for folder in hwlock.__path__:
        path = pathlib.Path(folder) / "bin" / name
        if path.is_file():
            return path
    raise EnvironmentFault(
        f"the program '{name}' is not part of this installation\n"
        "install the wheel of hwlock, or, in a build, add build/python to PYTHONPATH"
    )


def environment() -> dict[str, str]:
    """The environment that programs are to be run in: they find the linker of the
    wheel, unless another is chosen."""
    variables = dict(os.environ)
    for folder in hwlock.__path__:
        linker = pathlib.Path(folder) / "bin" / "ld.lld"
        if linker.is_file():
            variables.setdefault("HWLOCK_LLD", str(linker))
    return variables
