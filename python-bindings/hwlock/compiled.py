"""Imported models, locked and compiled, on arrays of NumPy.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from hwlock._native import PathLike
from hwlock._programs import environment, program
from hwlock.errors import InputError
from hwlock.locking import lock
from hwlock.models import Model, load


class LockedModel:
    """A module in text form, locked, and compiled for each shape of its inputs.

    Compiled models stay open until the last reference is gone.
    """

    def __init__(self, text: str, profiles: Iterable[PathLike], options: dict[str, Any]):
        self._folder = tempfile.TemporaryDirectory(prefix="hwlock-")
        self._locked = pathlib.Path(self._folder.name) / "locked.mlirbc"
        self._models: dict[str, Model] = {}
        lock(text, self._locked, profiles=profiles, **options)

    def _model(self, inputs: Sequence[np.ndarray]) -> Model:
        shapes = [f"input{i}={'x'.join(map(str, x.shape))}" for i, x in enumerate(inputs)]
        key = " ".join(shapes)
        if key not in self._models:
            path = self._locked.with_name(f"model{len(self._models)}.so")
            command = [program("hwlock"), "compile", self._locked, "-o", path]
            process = subprocess.run(
                [*command, "--shapes", *shapes],
                env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            )
            if process.returncode:
                raise InputError(process.stderr.strip().removeprefix("hwlock: error: "))
            self._models[key] = load(path)
        return self._models[key]

    def __call__(self, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
        """All results of `main`. NotAuthorisedError if this machine may not open it."""
        results = self._model(inputs).run(*inputs)
        return list(results) if isinstance(results, tuple) else [results]
