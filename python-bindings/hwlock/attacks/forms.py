"""A model, compiled once for each way in which its layers read their inputs.

Compiled code reads weights from memory, so that an attack exchanges arrays and the code
stays. What is part of the code instead is written into the module, which is compiled
again.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import os
import pathlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

import hwlock
from hwlock._native import PathLike
from hwlock.attacks.batches import run_in_batches
from hwlock.attacks.layers import Layers, find_layers
from hwlock.attacks.rows import Array
from hwlock.constants import Constants, read_constants
from hwlock.models import Model


class Forms:
    """The module as it was found, and what was compiled of it."""

    def __init__(self, path: PathLike):
        self.path = pathlib.Path(path)
        self.original: Constants = read_constants(self.path)
        self.layers: Layers = find_layers(self.original)
        self._compiled: dict[str | None, _Form] = {}

    def run(
        self, probe: str | None, constants: Mapping[str, Array], inputs: Sequence[Array]
    ) -> list[Array]:
        """What `main` gives for all samples.

        probe: what `Constants.probe()` changes; None: nothing.
        constants: in place of those of the module; the others are as it has them.
        """
        if probe not in self._compiled:
            self._compiled[probe] = self._compile(probe)
        form = self._compiled[probe]
        if form.takes(constants):
            form.set(constants)
            return run_in_batches(form.model, inputs)
        return run_in_batches(_load(self._changed(probe, constants)), inputs)

    def _changed(self, probe: str | None, arrays: Mapping[str, Array]) -> Constants:
        constants = read_constants(self.path)
        if probe is not None:
            constants.probe(probe)
        constants.replace(arrays)
        return constants

    def _compile(self, probe: str | None) -> "_Form":
        constants = self._changed(probe, {})
        own = {name: constants[name] for name in constants if name not in self.original}
        constants.keep([*self._attacked(), *own])
        return _Form(_load(constants), self.original, own)

    def _attacked(self) -> Iterable[str]:
        """Constants of layers and streams, and others that are no part of the code."""
        named = {name for layer in self.layers.layers for name in (layer.weight, layer.bias)}
        named |= {name for stream in self.layers.streams for name in stream.biases}
        for name, type_ in self.original.types.items():
            if name in named or (type_.element == "f32" and _differs(self.original[name])):
                yield name


class _Form:
    """A compiled model and the constants that it has now."""

    def __init__(self, model: Model, original: Mapping[str, Array], own: Mapping[str, Array]):
        self.model = model
        self._original = original
        #: Those of the probe.
        self._own = own
        self._changed: set[str] = set()

    def takes(self, constants: Iterable[str]) -> bool:
        return all(name in self.model.constants for name in constants)

    def set(self, constants: Mapping[str, Array]) -> None:
        """All others become what they were."""
        arrays = dict(constants)
        for name in self._changed.difference(constants):
            arrays[name] = self._own[name] if name in self._own else self._original[name]
        if arrays:
            self.model.replace(arrays)
        self._changed = set(constants)


def _differs(array: Array) -> bool:
    """True unless all elements are the same, or there are no two."""
    return bool(np.any(array.flat[:1] != array))


def _load(constants: Constants) -> Model:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.mlirbc")
        constants.write(path)
        return hwlock.load(path)
