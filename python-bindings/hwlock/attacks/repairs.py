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
            fold_into_readers(stream, mixer, layers, constants, found)
    return found


def is_square(layer: Layer, rows: Array) -> bool:
    """True if each group of channels is mixed with itself, at each place alone."""
    outputs, inputs, taps = rows.shape
    return bool(outputs == inputs * layer.groups and inputs > 1 and taps == 1)


def _is_mixer(stream: Stream, mixer: Layer, constants: Mapping[str, Array]) -> bool:
    rows = mixer.rows(constants[mixer.weight])
    alone = len(stream.writers) == 1 and not stream.biases and mixer.bias is None
    return mixer.separate and is_square(mixer, rows) and alone and bool(np.all(rows >= 0))


def fold_into_readers(
    stream: Stream,
    mixer: Layer,
    layers: Layers,
    constants: Mapping[str, Array],
    found: dict[str, Array],
) -> None:
    """Adds to `found` the readers of a stream that do what its writer does, and a writer
    that is the identity."""
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


def projected(
    rows: Array, direction: Array, mean: Array, bias: Array | None = None
) -> tuple[Array, Array | None]:
    """A weight, and its bias, without what it does along `direction`, in which its inputs
    are the same for all samples.

    A lock may add u r^T to a weight behind a layer normalisation with the gain g and the
    shift s: with r = 1/g the product of r and the inputs is always r s, and a bias without
    u r s takes it back.

    rows: [outputs, inputs]; mean: of the inputs.
    """
    unit = direction / np.linalg.norm(direction)
    along = rows.astype(np.float64) @ unit
    weight = (rows - np.outer(along, unit)).astype(np.float32)
    if bias is None:
        return weight, None
    shift = along * float(unit @ mean)
    return weight, (bias + shift.reshape(bias.shape)).astype(np.float32)


def balancing(first: Array, second: Array, seed: int = 0) -> tuple[Array, Array] | None:
    """T and its inverse for which T first and second T^-1 are as well conditioned as
    their product allows; None if that has not the rank of the inner dimension.

    The singular values of the product are shared between the factors; a random rotation
    spreads them over the channels, so that no channel is larger than another.

    first: [inner, inputs]; second: [outputs, inner].
    """
    inner = len(first)
    if first.shape[1] < inner or second.shape[0] < inner:
        return None
    # The product itself has the rank of the inner dimension; small factors of it do.
    r1: Array = np.asarray(np.linalg.qr(first.astype(np.float64).T, mode="r"))
    r2: Array = np.asarray(np.linalg.qr(second.astype(np.float64), mode="r"))
    _, values, right = np.linalg.svd(r2 @ r1.T)
    if values[-1] <= 1e-9 * values[0]:
        return None
    rng = np.random.default_rng(seed)
    rotation, _ = np.linalg.qr(rng.standard_normal((inner, inner)))
    root = np.sqrt(values)[:, None]
    # T first = rotation^T root right q1^T, where first = r1^T q1^T.
    turned = np.linalg.solve(r1, right.T).T
    return rotation.T @ (root * turned), r1.T @ right.T @ (rotation / root)


def balanced(first: Array, second: Array, seed: int = 0) -> tuple[Array, Array]:
    """Two matrices with the product `second @ first`, as well conditioned as it allows.

    Between linear layers, such as value and output of an attention head, or its query
    and key, a lock may put any matrix and its inverse: W1 -> M W1, W2 -> W2 M^-1. The
    product does not change.

    first: [inner, inputs]; second: [outputs, inner].
    """
    found = balancing(first, second, seed)
    if found is None:
        return first, second
    forward, back = found
    return (forward @ first).astype(np.float32), (second @ back).astype(np.float32)
