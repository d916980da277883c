"""Profiles of machines.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import functools
import json
import os
import pathlib
from collections.abc import Iterable
from typing import Any

from hwlock import _native
from hwlock._native import PathLike, Progress
from hwlock.errors import InputError


class Profile(os.PathLike[str]):
    """What `enroll()` wrote about a machine, in a file.

    Stands for its path wherever one is expected. Holds a secret of the machine's
    class: keep the file as private as a key. Nothing that this class shows is
    secret.
    """

    def __init__(self, path: PathLike):
        """The profile in the file `path`, which is read when it is needed."""
        self.path = pathlib.Path(path)

    def __fspath__(self) -> str:
        return str(self.path)

    def __repr__(self) -> str:
        return f"Profile({str(self.path)!r})"

    @functools.cached_property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(_native.native().inspect(str(self.path)))
        if facts["kind"] != "profile":
            raise InputError(f"'{self.path}' is a model, expected a profile")
        return facts

    @property
    def name(self) -> str:
        """The name that was given to `enroll()`, or ""."""
        return str(self._facts["name"])

    @property
    def sources(self) -> tuple[str, ...]:
        """What it can bind a model to: "clock", "precision", "tpm2"..."""
        return tuple(self._facts["sources"])

    @property
    def guessing_bits(self) -> float:
        """Estimated logarithm, base 2, of the guesses that a machine without
        authorisation needs. Below 128 a model is bound to a class of machines."""
        return float(self._facts["guessing_bits"])

    @property
    def cpu_features(self) -> tuple[str, ...]:
        """Instruction sets of the CPU, as LLVM names them."""
        return tuple(self._facts["cpu_features"])


def enroll(
    path: PathLike,
    *,
    sources: str | Iterable[str] = ("clock", "precision"),
    name: str = "",
    overwrite: bool = False,
    tcti: str | None = None,
    plugins: Iterable[PathLike] = (),
    progress: Progress | None = None,
) -> Profile:
    """Measures this machine, about a second, and writes its profile.

    path: the file to write, with mode 0600.
    sources: what to bind to: "clock", "precision", "machine-id", "tpm2", "plugin".
    name: stored in the profile; names the machine to who reads it.
    overwrite: replace a file of that name.
    tcti: how to reach the TPM, as in "swtpm:path=/run/tpm"; None: what the
        environment variable TPM2TOOLS_TCTI says, or the machine's own.
    plugins: libraries to load as the source "plugin".
    progress: called with the measurements that are done and their number.

    Raises UsageError if `path` exists, EnvironmentFault if too little is stable
    here or a source is missing.
    """
    _native.native().enroll(
        _native.path_of(path),
        sources=_native.words(sources),
        name=name,
        overwrite=overwrite,
        tcti=tcti,
        plugins=_native.paths(plugins),
        progress=progress,
        message=_native.log,
    )
    return Profile(path)
