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
    """What a layer reads, over all samples and places: [inputs * taps]."""

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
        self._moments: dict[Layer, Moments] = {}
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

    def moments(self, layer: Layer) -> Moments:
        """Of a layer that is not `separate`."""
        if layer not in self._moments:
            columns = self._columns(layer).astype(np.float64)
            gram = columns.T @ columns / len(columns)
            self._moments[layer] = Moments(columns.mean(0), gram, len(columns))
        return self._moments[layer]

    def _columns(self, layer: Layer) -> Array:
        """[rows, inputs * taps]: all that is multiplied with the rows of a weight."""
        values = self.channels_last(layer.input)
        if layer.kind == "matmul":
            rows = values.reshape(-1, values.shape[-1])
        else:
            kernel = self.original.types[layer.weight].shape
            taps = [size for axis, size in enumerate(kernel)
                    if axis not in layer.outputs + layer.inputs]  # fmt: skip
            while len(taps) > len(layer.strides):
                taps.remove(1)  # an axis of one channel
            rows = _patches(values, taps, layer.strides, layer.dilations)
        if len(rows) > ROWS:
            rows = rows[:: -(-len(rows) // ROWS)]
        return rows


class _Weights(Mapping[str, Array]):
    def __init__(self, study: Study):
        self._study = study

    def __getitem__(self, name: str) -> Array:
        return self._study.weight(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._study.original)

    def __len__(self) -> int:
        return len(self._study.original)


def _patches(
    values: Array, taps: Sequence[int], strides: Sequence[int], dilations: Sequence[int]
) -> Array:
    """[rows, inputs * taps] of values [samples, places..., inputs]."""
    spans = [(size - 1) * step + 1 for size, step in zip(taps, dilations, strict=True)]
    axes = tuple(range(1, 1 + len(taps)))
    windows = np.lib.stride_tricks.sliding_window_view(values, spans, axes)
    places = tuple(slice(None, None, step) for step in strides)
    inside = tuple(slice(None, None, step) for step in dilations)
    windows = windows[(slice(None), *places, slice(None), *inside)]
    return windows.reshape(-1, windows.shape[1 + len(taps)] * int(np.prod(taps)))
