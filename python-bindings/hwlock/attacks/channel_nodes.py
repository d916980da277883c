"""Channels that a matrix may change where they are written, and its inverse where they are
read: candidates by their shapes alone.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Iterator

import numpy as np

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.layers import Layer
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study

#: Value and output of attention, or its query and key, are at most so many layers apart.
WINDOW = 6
#: One layer may write so many parts: query, key and value.
PARTS = 4


@dataclasses.dataclass(frozen=True)
class Node:
    """`channels` that layers write from `start` on and others read. `dual` ones are
    multiplied with what the writers write, as keys are with queries."""

    channels: int
    writers: tuple[tuple[int, int], ...]
    readers: tuple[int, ...] = ()
    dual: tuple[int, int] | None = None
    biases: tuple[str, ...] = ()

    def factors(self, study: Study, rounded: bool = False) -> tuple[Array, Array]:
        """[channels, ...] of all writers, [..., channels] of all readers."""

        def rows(index: int) -> Array:
            found = study.rows(study.layers.layers[index])
            return int_per_channel(found) if rounded else found

        def written(index: int, start: int) -> Array:
            return rows(index)[start : start + self.channels].reshape(self.channels, -1)

        first = np.concatenate([written(*writer) for writer in self.writers], 1)
        seconds = [rows(index).transpose(0, 2, 1).reshape(-1, self.channels) for index in self.readers]
        if self.dual:
            seconds.append(written(*self.dual).T)
        return first.astype(np.float64), np.concatenate(seconds).astype(np.float64)

    def damage(self, study: Study) -> float:
        """What int8 does to the product of the factors, of its size."""
        first, second = self.factors(study)
        exact = second @ first
        first, second = self.factors(study, rounded=True)
        return float(np.linalg.norm(second @ first - exact) / max(np.linalg.norm(exact), 1e-300))

    def changed(self, study: Study, forward: Array, back: Array) -> dict[str, Array]:
        """The constants after matrices [blocks, size, size] and their inverses."""
        found: dict[str, Array] = {}

        def now(name: str) -> Array:
            return found.get(name, study.weight(name))

        def write(index: int, start: int, matrices: Array) -> None:
            layer = study.layers.layers[index]
            rows = layer.rows(now(layer.weight)).astype(np.float64)
            part = slice(start, start + self.channels)
            rows[part] = _times(matrices, rows[part])
            found[layer.weight] = layer.unrows(rows, now(layer.weight).shape)
            if layer.bias is not None:
                values = now(layer.bias).astype(np.float64).reshape(-1)
                values[part] = _times(matrices, values[part])
                found[layer.bias] = values.reshape(now(layer.bias).shape).astype(np.float32)

        for writer in self.writers:
            write(*writer, forward)
        own = [study.layers.layers[index].bias for index, _ in self.writers]
        for name in set(self.biases).difference(own):
            values = _times(forward, now(name).astype(np.float64).reshape(-1))
            found[name] = values.reshape(now(name).shape).astype(np.float32)
        if self.dual:
            write(*self.dual, back.transpose(0, 2, 1))
        for index in self.readers:
            layer = study.layers.layers[index]
            rows = layer.rows(now(layer.weight)).astype(np.float64).transpose(1, 0, 2)
            rows = _times(back.transpose(0, 2, 1), rows).transpose(1, 0, 2)
            found[layer.weight] = layer.unrows(rows, now(layer.weight).shape)
        return found


def _times(matrices: Array, values: Array) -> Array:
    blocks, size, _ = matrices.shape
    found: Array = (matrices @ values.reshape(blocks, size, -1)).reshape(values.shape)
    return found


def nodes(study: Study) -> Iterator[Node]:
    """All that may be one: streams, and matrices whose shapes fit each other. What is read
    and never below zero is behind a ReLU, where no matrix passes."""
    layers = study.layers.layers
    alone = _alone(study)
    negative = [bool(np.any(values < 0)) for values in study.activations]
    for stream in study.layers.streams:
        channels = len(study.rows(layers[stream.writers[0]]))
        readers = tuple(reader.layer for reader in stream.readers)
        if (
            all(index in alone for index in (*stream.writers, *readers))
            and all(reader.stride == 1 for reader in stream.readers)
            and all(study.rows(layers[index]).shape[1] == channels for index in readers)
            and all(negative[layers[index].input] for index in readers)
        ):
            writers = tuple((index, 0) for index in stream.writers)
            yield Node(channels, writers, readers, biases=stream.biases)
    streams = {(stream.writers, tuple(r.layer for r in stream.readers)) for stream in study.layers.streams}
    matrices = [index for index in alone if layers[index].kind == "matmul"]
    for reader in matrices:
        channels = study.rows(layers[reader]).shape[1]
        near = [index for index in matrices if reader - WINDOW <= index < reader]
        parts = list(_parts(study, near, channels))
        for number, writer in enumerate(parts):
            if negative[layers[reader].input] and ((writer[0],), (reader,)) not in streams:
                yield Node(channels, (writer,), (reader,))
            for other in parts[number + 1 :]:
                if layers[writer[0]].input == layers[other[0]].input:
                    yield Node(channels, (writer,), dual=other)


def _parts(study: Study, indices: list[int], channels: int) -> Iterator[tuple[int, int]]:
    for index in indices:
        outputs = len(study.rows(study.layers.layers[index]))
        if outputs % channels == 0 and outputs // channels <= PARTS:
            yield from ((index, start) for start in range(0, outputs, channels))


def _alone(study: Study) -> list[int]:
    """Layers that work with all channels, and share no constant with another."""
    layers = study.layers.layers
    weights = [layer.weight for layer in layers]
    biases = [layer.bias for layer in layers]

    def is_alone(layer: Layer) -> bool:
        shared = layer.bias is not None and biases.count(layer.bias) > 1
        return not layer.separate and weights.count(layer.weight) == 1 and not shared

    return [index for index, layer in enumerate(layers) if is_alone(layer)]
