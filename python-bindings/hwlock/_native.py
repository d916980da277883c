"""The compiled half of the package, loaded when it is first needed: it brings
the libraries of LLVM, and `import hwlock` should stay light.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib
import importlib.util
import logging
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from hwlock.errors import EnvironmentFault

if TYPE_CHECKING:
    from hwlock._hwlock import Edit

#: A path to a file.
PathLike: TypeAlias = str | os.PathLike[str]

#: Called with the steps that are done and all that there are.
Progress: TypeAlias = Callable[[int, int], Any]

_logger = logging.getLogger("hwlock")


def native() -> Any:
    """The module `hwlock._hwlock`; in the wheel without LLVM what takes its place."""
    if importlib.util.find_spec("hwlock._runtime_only"):
        return importlib.import_module("hwlock._device")
    try:
        from hwlock import _hwlock
    except ImportError as error:
        raise EnvironmentFault(
            f"cannot load the compiled half of hwlock: {error}\n"
            "install the wheel of hwlock, or, in a build, add build/python to PYTHONPATH"
        ) from error
    return _hwlock


def log(severity: int, text: str) -> None:
    """Where the messages of long calls go."""
    _logger.log(logging.WARNING if severity else logging.INFO, "%s", text)


def path_of(path: PathLike) -> str:
    return os.fspath(path)


def optional_path(path: PathLike | None) -> str | None:
    return None if path is None else os.fspath(path)


def words(texts: str | Iterable[str]) -> str:
    """A list as the command line has it: with commas."""
    return texts if isinstance(texts, str) else ",".join(texts)


def paths(given: Iterable[PathLike]) -> list[str]:
    if isinstance(given, str | os.PathLike):
        given = [given]
    return [os.fspath(path) for path in given]


def edit(
    locked: PathLike,
    output: PathLike | None,
    owner_key: PathLike,
    passphrase_file: PathLike | None,
    fingerprint: str | Iterable[str] = ("clock", "precision"),
    tpm_roots: PathLike | None = None,
    bytecode: bool = False,
) -> "Edit":
    """A change of the file `locked`, in place unless `output` is given."""
    written = locked if output is None else output
    change: Edit = native().Edit(
        path_of(locked),
        path_of(written),
        path_of(owner_key),
        passphrase_file=optional_path(passphrase_file),
        bytecode=bytecode,
        sign=None,
        model_name=None,
        model_version=0,
        fingerprint=words(fingerprint),
        tpm_roots=optional_path(tpm_roots),
    )
    return change
