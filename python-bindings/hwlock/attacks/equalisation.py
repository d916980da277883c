"""Tier T1: cross-layer equalisation.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from hwlock.attacks.layers import Layer, Layers, Reader, Stream
from hwlock.attacks.rows import Array

#: The method converges within a few rounds over the pairs of layers.
ROUNDS = 40


def equalise(layers: Layers, constants: Mapping[str, Array], rounds: int = ROUNDS) -> dict[str, Array]:
    """The constants, changed so that each channel of each stream is written and read
    with weights of the same largest magnitude. The model computes what it did.

    Returns only those that changed. Streams whose constants others use too are left.

    Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
    Correction", ICCV 2019, section 4.1; residual streams as one group, as in its
    implementation in AIMET.
    """
    streams = [stream for stream in layers.streams if _is_free(stream, layers, constants)]
    touched = {
        layers.layers[index].weight
        for stream in streams
        for index in (*stream.writers, *(reader.layer for reader in stream.readers))
    } | {name for stream in streams for name in stream.biases}
    now = {name: constants[name].astype(np.float64) for name in touched}
    for _ in range(rounds):
        for stream in streams:
            _equalise_stream(stream, layers, now)
    return {name: array.astype(np.float32) for name, array in now.items()}


def _is_free(stream: Stream, layers: Layers, constants: Mapping[str, Array]) -> bool:
    """True if the stream can be scaled without changing anything else."""
    users = Counter(layer.weight for layer in layers.layers)
    weights = [layers.layers[index].weight for index in stream.writers]
    weights += [layers.layers[reader.layer].weight for reader in stream.readers]
    others = {name for other in layers.streams if other is not stream for name in other.biases}
    others |= {
        layer.bias
        for index, layer in enumerate(layers.layers)
        if layer.bias and index not in stream.writers
    }
    # Zeros may be scaled for whoever reads them.
    shared = [name for name in stream.biases if name in others and np.any(constants[name])]
    return not shared and all(users[weight] == 1 for weight in weights)


def _equalise_stream(stream: Stream, layers: Layers, now: dict[str, Array]) -> None:
    writers = [layers.layers[index] for index in stream.writers]
    channels = len(writers[0].rows(now[writers[0].weight]))
    written = np.zeros(channels)
    for layer in writers:
        rows = layer.rows(now[layer.weight])
        written = np.maximum(written, np.max(np.abs(rows), axis=(1, 2)))
    read = np.zeros(channels)
    for reader in stream.readers:
        layer = layers.layers[reader.layer]
        rows = layer.rows(now[layer.weight])
        largest = np.max(np.abs(layer.by_input(rows)), axis=(0, 2))
        np.maximum.at(read, channels_of(reader, len(largest), channels), largest)
    alive = (written > 0) & (read > 0)
    factor = np.ones(channels)
    factor[alive] = np.sqrt(written[alive] / read[alive])
    for layer in writers:
        now[layer.weight] = _scaled_outputs(layer, now[layer.weight], 1 / factor)
    for name in stream.biases:
        now[name] = (now[name].reshape(-1) / factor).reshape(now[name].shape)
    for reader in stream.readers:
        layer = layers.layers[reader.layer]
        inputs = layer.groups * layer.rows(now[layer.weight]).shape[1]
        each = factor[channels_of(reader, inputs, channels)]
        now[layer.weight] = _scaled_inputs(layer, now[layer.weight], each)


def channels_of(reader: Reader, inputs: int, channels: int) -> Array:
    """The channel of the stream that each input of a layer is of."""
    return (np.arange(inputs) // reader.stride) % channels


def _scaled_outputs(layer: Layer, weight: Array, factor: Array) -> Array:
    scaled = layer.rows(weight) * factor[:, None, None]
    return layer.unrows(scaled, weight.shape, np.float64)


def _scaled_inputs(layer: Layer, weight: Array, factor: Array) -> Array:
    scaled = layer.by_input(layer.rows(weight)) * factor[None, :, None]
    return layer.unrows(layer.from_input(scaled), weight.shape, np.float64)
