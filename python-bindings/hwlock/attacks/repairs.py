"""Tier T2: what undoes a lock that the attacker knows.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Mapping

import numpy as np

from hwlock.attacks.equalisation import channels_of
from hwlock.attacks.layers import Layer, Layers, Stream
from hwlock.attacks.rows import Array


def folded(layers: Layers, constants: Mapping[str, Array]) -> dict[str, Array]:
    """The constants that change if layers which mix channels in small groups, with
    weights that are never below zero, are taken into the layers that read them.

    What such a layer reads behind a ReLU is not below zero, nor is what it writes, so
    that a ReLU behind it does nothing: it can be the identity, and its readers take what
    it did. Needs neither data nor labels.
    """
    found: dict[str, Array] = {}
    for stream in layers.streams:
        mixer = layers.layers[stream.writers[0]]
        if _is_mixer(stream, mixer, constants):
            _fold(stream, mixer, layers, constants, found)
    return found


def _is_mixer(stream: Stream, mixer: Layer, constants: Mapping[str, Array]) -> bool:
    rows = mixer.rows(constants[mixer.weight])
    square = rows.shape[0] == rows.shape[1] * mixer.groups and rows.shape[2] == 1
    alone = len(stream.writers) == 1 and not stream.biases and mixer.bias is None
    return mixer.separate and square and alone and rows.shape[1] > 1 and bool(np.all(rows >= 0))


def _fold(
    stream: Stream,
    mixer: Layer,
    layers: Layers,
    constants: Mapping[str, Array],
    found: dict[str, Array],
) -> None:
    rows = mixer.rows(constants[mixer.weight]).astype(np.float64)[:, :, 0]
    channels, size = rows.shape
    mix = np.zeros((channels, channels))
    for start in range(0, channels, size):
        mix[start : start + size, start : start + size] = rows[start : start + size]
    for reader in stream.readers:
        layer = layers.layers[reader.layer]
        weight = found.get(layer.weight, constants[layer.weight])
        read = layer.by_input(layer.rows(weight)).astype(np.float64)
        each = channels_of(reader, read.shape[1], channels)
        # Inputs of one channel, in their order, for all channels.
        order = np.argsort(each, kind="stable")
        grouped = read[:, order].reshape(len(read), channels, -1, read.shape[2])
        mixed = np.einsum("ocst,cd->odst", grouped, mix).reshape(read.shape)
        restored = np.empty_like(mixed)
        restored[:, order] = mixed
        found[layer.weight] = layer.unrows(layer.from_input(restored), weight.shape)
    identity = np.tile(np.eye(size), (channels // size, 1))[:, :, None]
    found[mixer.weight] = mixer.unrows(identity, constants[mixer.weight].shape)


def centred(rows: Array, bias: Array | None = None) -> tuple[Array, Array | None]:
    """A weight, and its bias, without the mean over the outputs.

    A layer normalisation subtracts that mean from what it reads, so that this leaves the
    function as it is, and a vector which a lock added to all outputs alike is gone.

    rows: [outputs, ...].
    """
    wide = rows.astype(np.float64)
    weight = (wide - wide.mean(0, keepdims=True)).astype(np.float32)
    if bias is None:
        return weight, None
    return weight, (bias - bias.astype(np.float64).mean()).astype(np.float32)


def balanced(first: Array, second: Array, seed: int = 0) -> tuple[Array, Array]:
    """Two matrices with the product `second @ first`, as well conditioned as it allows.

    Between linear layers, such as value and output of an attention head, or its query
    and key, a lock may put any matrix and its inverse: W1 -> M W1, W2 -> W2 M^-1. The
    product does not change. Its singular values are shared between the factors; a random
    rotation spreads them over the channels, so that no channel is larger than another.

    first: [inner, inputs]; second: [outputs, inner].
    """
    inner = len(first)
    # The product itself has the rank of the inner dimension; small factors of it do.
    q1, r1 = np.linalg.qr(first.astype(np.float64).T)
    q2, r2 = np.linalg.qr(second.astype(np.float64))
    left, values, right = np.linalg.svd(r2 @ r1.T)
    rng = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(rng.standard_normal((inner, inner)))
    root = np.sqrt(values)
    new_first = rotation.T @ (root[:, None] * (right @ q1.T))
    new_second = (q2 @ left * root) @ rotation
    return new_first.astype(np.float32), new_second.astype(np.float32)
