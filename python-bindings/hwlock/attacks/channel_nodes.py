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
#: So many queries may share a key and a value.
REPEAT = 8
#: Vectors that tell how large a matrix is.
PROBES = 16


@dataclasses.dataclass(frozen=True)
class Node:
    """`channels` that layers write from `start` on and others read. `dual` ones are
    multiplied with what the writers write, as queries are with keys."""

    channels: int
    writers: tuple[tuple[int, int], ...]
    readers: tuple[int, ...] = ()
    dual: tuple[int, int] | None = None
    biases: tuple[str, ...] = ()
    #: Readers and dual ones have each block of `size` channels so often in a row.
    repeat: int = 1
    size: int = 0

    def factors(self, study: Study, rounded: bool = False) -> tuple[Array, Array]:
        """[channels, ...] of all writers, [..., channels] of all readers."""

        def rows(index: int) -> Array:
            found = study.rows(study.layers.layers[index])
            return int_per_channel(found) if rounded else found

        first = [
            rows(index)[start : start + self.channels].reshape(self.channels, -1)
            for index, start in self.writers
        ]
        seconds = [self._joined(rows(index).transpose(1, 0, 2)) for index in self.readers]
        if self.dual:
            index, start = self.dual
            seconds.append(self._joined(rows(index)[start : start + self.channels * self.repeat]))
        return (
            np.concatenate(first, 1).astype(np.float64),
            np.concatenate(seconds, 1).T.astype(np.float64),
        )

    def _joined(self, rows: Array) -> Array:
        """All that is one channel, repeated, in one row."""
        blocks = rows.reshape(-1, self.repeat, self.size or self.channels, rows[0].size)
        return blocks.transpose(0, 2, 1, 3).reshape(self.channels, -1)

    def damage(self, study: Study) -> float:
        """What int8 does to the product of the factors, of its size: estimated, on a few
        random vectors."""
        first, second = self.factors(study)
        probes = np.random.default_rng(0).standard_normal((first.shape[1], PROBES))
        exact = second @ (first @ probes)
        first, second = self.factors(study, rounded=True)
        change = second @ (first @ probes) - exact
        return float(np.linalg.norm(change)) / max(float(np.linalg.norm(exact)), 1e-300)

    def spread(self, study: Study) -> float:
        """How unevenly a channel is written and read, the largest ratio over the least:
        hurts what rounds the whole tensor, or the values between."""
        first, second = self.factors(study)
        written, read = np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=0)
        ratio = np.maximum(written, 1e-300) / np.maximum(read, 1e-300)
        return float(np.sqrt(ratio.max() / ratio.min()))

    def changed(self, study: Study, forward: Array, back: Array) -> dict[str, Array]:
        """The constants after matrices [blocks, size, size] and their inverses."""
        found: dict[str, Array] = {}
        dual = np.repeat(back.transpose(0, 2, 1), self.repeat, axis=0)

        def now(name: str) -> Array:
            return found.get(name, study.weight(name))

        def write(index: int, start: int, matrices: Array) -> None:
            layer = study.layers.layers[index]
            rows = layer.rows(now(layer.weight)).astype(np.float64)
            part = slice(start, start + matrices.shape[0] * matrices.shape[1])
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
            write(*self.dual, dual)
        for index in self.readers:
            layer = study.layers.layers[index]
            rows = layer.rows(now(layer.weight)).astype(np.float64).transpose(1, 0, 2)
            rows = _times(dual, rows).transpose(1, 0, 2)
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
    alone = unshared(study)
    signed = {
        index for index in alone if np.any(study.activations[layers[index].input] < 0)
    }
    streams = [_of_stream(study, number) for number in range(len(study.layers.streams))]
    yield from (
        node
        for node in streams
        if signed.issuperset(node.readers) and {index for index, _ in node.writers} <= set(alone)
        and node.channels
    )
    known = {(node.writers, node.readers) for node in streams}
    matrices = [index for index in alone if layers[index].kind == "matmul"]
    for reader in matrices:
        near = [index for index in matrices if reader - WINDOW <= index < reader]
        inputs = study.rows(layers[reader]).shape[1]
        parts = list(_parts(study, near, inputs))
        for writer in parts if reader in signed else ():
            if ((writer,), (reader,)) not in known:
                yield Node(inputs, (writer,), (reader,))
        for number, writer in enumerate(parts):
            for other in parts[number + 1 :]:
                if layers[writer[0]].input == layers[other[0]].input:
                    yield Node(inputs, (writer,), dual=other)
        yield from _repeated(study, near, reader)


def _of_stream(study: Study, number: int) -> Node:
    """Without channels if it is none."""
    stream = study.layers.streams[number]
    layers = study.layers.layers
    channels = len(study.rows(layers[stream.writers[0]]))
    readers = tuple(reader.layer for reader in stream.readers)
    fits = all(reader.stride == 1 for reader in stream.readers) and all(
        study.rows(layers[index]).shape[1] == channels for index in readers
    )
    writers = tuple((index, 0) for index in stream.writers)
    return Node(channels if fits else 0, writers, readers, biases=stream.biases)


def _parts(study: Study, indices: list[int], channels: int) -> Iterator[tuple[int, int]]:
    for index in indices:
        outputs = len(study.rows(study.layers.layers[index]))
        if outputs % channels == 0 and outputs // channels <= PARTS:
            yield from ((index, start) for start in range(0, outputs, channels))


def _repeated(study: Study, near: list[int], reader: int) -> Iterator[Node]:
    """Keys and values that several queries share."""
    layers = study.layers.layers
    inputs = study.rows(layers[reader]).shape[1]
    for writer in near:
        channels = len(study.rows(layers[writer]))
        others = [index for index in near if layers[index].input == layers[writer].input]
        for size in divisors(channels):
            if (repeat := _ratio(inputs, channels)) > 1:
                yield Node(channels, ((writer, 0),), (reader,), repeat=repeat, size=size)
            for other in others:
                if (repeat := _ratio(len(study.rows(layers[other])), channels)) > 1:
                    yield Node(channels, ((writer, 0),), dual=(other, 0), repeat=repeat, size=size)


def _ratio(large: int, small: int) -> int:
    """0 if it is no whole number, or more than `REPEAT`."""
    return large // small if large % small == 0 and large // small <= REPEAT else 0


def divisors(number: int) -> list[int]:
    """The largest first, without 1."""
    return [size for size in range(number, 1, -1) if number % size == 0]


def unshared(study: Study) -> list[int]:
    """Layers that work with all channels, and share no constant with another."""
    layers = study.layers.layers
    weights = [layer.weight for layer in layers]
    biases = [layer.bias for layer in layers]

    def is_alone(layer: Layer) -> bool:
        shared = layer.bias is not None and biases.count(layer.bias) > 1
        return not layer.separate and weights.count(layer.weight) == 1 and not shared

    return [index for index, layer in enumerate(layers) if is_alone(layer)]
