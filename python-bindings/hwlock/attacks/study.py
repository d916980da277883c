"""A model under attack: its weights, what flows through it, and what it computes.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hwlock._native import PathLike
from hwlock.attacks.columns import columns
from hwlock.attacks.forms import Forms
from hwlock.attacks.layers import Layer
from hwlock.attacks.rows import Array

#: Rows of inputs that second moments are taken from, at most.
ROWS = 20000


@dataclasses.dataclass(frozen=True)
class Grid:
    """How the channels of an input are rounded: clip(rint(x / scale), low, high) * scale."""

    scale: Array
    low: Array
    high: Array
    #: With "rotated" a matrix that the channels are multiplied by before.
    rotation: Array | None = None


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A model that an attack made of the one it found."""

    #: Constants that it changed.
    constants: Mapping[str, Array]
    #: How layers read their inputs: None (as they are), or as `Constants.probe()` says.
    rounding: str | None = None
    #: With "integer" and "rotated" for each of `Layers.inputs`.
    grids: Sequence[Grid] = ()


@dataclasses.dataclass(frozen=True)
class Moments:
    """What a layer, or one of its groups, reads, over all samples and places:
    [inputs * taps]."""

    mean: Array
    #: Second moment, not centred.
    gram: Array
    #: How many rows they are of.
    count: int


class Study:
    """What an attacker has: the model and some unlabelled samples.

    Changed models run through hwlock's native code, compiled once for all of them.
    """

    def __init__(
        self,
        path: PathLike,
        samples: Sequence[npt.ArrayLike],
        constants: Mapping[str, Array] | None = None,
        *,
        forms: Forms | None = None,
    ):
        """samples: one array for each input of `main`, any number of samples along the
        first dimension of each; constants: in place of those of the file; forms: of
        the same file, in use by another study."""
        self.path = path
        self.samples = [np.asarray(array) for array in samples]
        self._forms = forms or Forms(path)
        self.original = self._forms.original
        self.layers = self._forms.layers
        self._changed = dict(constants or {})
        self._moments: dict[Layer, list[Moments]] = {}
        #: The model after preparations that several attacks begin with, by name.
        self.prepared: dict[str, tuple[Mapping[str, Array], "Study"]] = {}
        #: What was made last, by whom, for attacks that share it.
        self.last: tuple[object, Candidate] | None = None

    def weight(self, name: str) -> Array:
        changed = self._changed.get(name)
        return self.original[name] if changed is None else changed

    @property
    def weights(self) -> Mapping[str, Array]:
        """The constants as they are now, read when asked for."""
        return _Weights(self)

    def rows(self, layer: Layer) -> Array:
        """The weight of a layer as [outputs, inputs, taps]."""
        return layer.rows(self.weight(layer.weight))

    def changed(self, constants: Mapping[str, Array]) -> "Study":
        """The same with other constants."""
        return Study(self.path, self.samples, {**self._changed, **constants}, forms=self._forms)

    def predict(self, candidate: Candidate, inputs: Sequence[npt.ArrayLike]) -> Array:
        """The first output of `main` for each sample."""
        constants = {**self._changed, **candidate.constants}
        for index, grid in enumerate(candidate.grids if candidate.rounding else ()):
            for part, array in vars(grid).items():
                if array is not None:
                    constants[f"input_{index}.{part}"] = array
        arrays = [np.asarray(array) for array in inputs]
        return self._forms.run(candidate.rounding, constants, arrays)[0]

    @functools.cached_property
    def activations(self) -> list[Array]:
        """What each of `layers.inputs` is for the samples."""
        found = self._forms.run("expose", self._changed, self.samples)
        return found[len(found) - len(self.layers.inputs) :]

    def channels_last(self, index: int) -> Array:
        """What one of `layers.inputs` is for the samples, [..., channels]."""
        return np.moveaxis(self.activations[index], self.layers.inputs[index].channels, -1)

    def largest(self, index: int) -> Array:
        """The largest magnitude of each channel of an input."""
        return self._over_channels(index, np.max)

    def magnitude(self, index: int) -> Array:
        """The mean magnitude of each channel of an input."""
        return self._over_channels(index, np.mean)

    def _over_channels(self, index: int, function: Any) -> Array:
        values = np.abs(self.channels_last(index))
        found: Array = function(values.reshape(-1, values.shape[-1]), axis=0)
        return found

    def moments(self, layer: Layer, group: int = 0) -> Moments:
        """Of one of the groups of a layer. Where groups lie may be unknown: then as if inputs
        were independent and around zero."""
        if layer not in self._moments:
            self._moments[layer] = self._of_groups(layer)
        return self._moments[layer][group]

    def _of_groups(self, layer: Layer) -> list[Moments]:
        shape = self.original.types[layer.weight].shape
        given = self.layers.inputs[layer.input]
        rows = columns(layer, shape, given, self.activations[layer.input])
        if rows is None:
            size = self.rows(layer)[0].size
            return [Moments(np.zeros(size), np.eye(size), 0)] * layer.groups
        if len(rows) > ROWS:
            rows = rows[:: -(-len(rows) // ROWS)]
        groups = rows.astype(np.float64).transpose(1, 0, 2)
        return [Moments(each.mean(0), each.T @ each / len(each), len(each)) for each in groups]

    def of_group(self, layer: Layer, group: int, channels: Array) -> Array:
        """Of one number for each channel of the input those of a group."""
        inputs = self.rows(layer).shape[1]
        if len(channels) == inputs:  # groups have a dimension of their own
            return channels
        return channels[group * inputs : (group + 1) * inputs]


class _Weights(Mapping[str, Array]):
    def __init__(self, study: Study):
        self._study = study

    def __getitem__(self, name: str) -> Array:
        return self._study.weight(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._study.original)

    def __len__(self) -> int:
        return len(self._study.original)
