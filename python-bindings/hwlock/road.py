"""Locks models that were imported as text.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping

from .command import Hwlock


def program() -> Hwlock:
    """The hwlock of the environment variable HWLOCK, or that of PATH."""
    found = shutil.which(os.environ.get("HWLOCK", "hwlock"))
    if not found:
        raise FileNotFoundError("hwlock is not in PATH; set HWLOCK to the program")
    return Hwlock(pathlib.Path(found))


def flags(options: Mapping[str, object]) -> Iterable[str]:
    """Options of a subcommand: on_mismatch="error" is --on-mismatch=error."""
    for name, value in options.items():
        flag = f"--{name.replace('_', '-')}"
        if value is True:
            yield flag
        elif value is not None and value is not False:
            yield f"{flag}={value}"


def lock(
    text: str,
    output: pathlib.Path,
    profiles: Iterable[str | os.PathLike],
    options: Mapping[str, object],
) -> None:
    """Locks a module in text form for the machines of `profiles`."""
    chosen = [word for profile in profiles for word in ("-p", os.fspath(profile))]
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder) / "model.mlir"
        model.write_text(text)
        program().check("lock", model, "-o", output, *chosen, *flags(options))
