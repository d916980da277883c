"""Tier T2: takes a sum of all channels that is added to each into the layer behind it.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Of z >= 0, often mixed in blocks before, a lock may make y = relu(z + 1 w^T z) with w >= 0
and multiply the weight that reads y by the inverse of 1 + 1 w^T. With a w of zeros and the
product W (1 + 1 w^T) in its place the model computes what it did.
"""

import numpy as np

from hwlock.attacks.layers import Layer, Reader, Stream
from hwlock.attacks.repairs import fold_into_readers, is_square
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Verifier


def without_sums(study: Study) -> dict[str, Array]:
    """The constants that change, tried out for each sum and each layer behind it that
    reads as many channels."""
    found: dict[str, Array] = {}
    for index, layer in enumerate(study.layers.layers):
        if not _sums(layer, study.rows(layer)):
            continue
        for reader in range(index + 1, len(study.layers.layers)):
            after = study.changed(found) if found else study
            change = _undone(after, index, reader)
            if change and Verifier(after).leaves(change):
                found |= change
                break
    return found


def _sums(layer: Layer, rows: Array) -> bool:
    outputs, inputs, taps = rows.shape
    shaped = outputs == taps == 1 and inputs > 1 and layer.bias is None
    return bool(shaped and np.all(rows >= 0) and np.any(rows))


def _undone(study: Study, index: int, reader: int) -> dict[str, Array] | None:
    summing, reading = study.layers.layers[index], study.layers.layers[reader]
    weights = study.rows(summing)[0, :, 0].astype(np.float64)
    rows = study.rows(reading).astype(np.float64)
    if reading.separate or rows.shape[1] != len(weights):
        return None
    whole = rows + rows.sum(1, keepdims=True) * weights[:, None]
    change: dict[str, Array] = {
        summing.weight: np.zeros_like(study.weight(summing.weight)),
        reading.weight: reading.unrows(whole, study.weight(reading.weight).shape),
    }
    # What makes z reads nothing below zero: without the sum it folds, too.
    mixer = study.layers.layers[index - 1]
    blocks = study.rows(mixer)
    mixes = mixer.separate and is_square(mixer, blocks) and len(blocks) == len(weights)
    if index and mixes and np.all(blocks >= 0):
        stream = Stream((index - 1,), (Reader(reader, 1),), ())
        fold_into_readers(stream, mixer, study.layers, study.weights, change)
        _balance(study, mixer, reading, change)
    return change


def _balance(study: Study, mixer: Layer, reading: Layer, change: dict[str, Array]) -> None:
    """Has the mixer, which is the identity, scale its channels so that all columns behind it
    are alike: the sum of nothing still stands between the two, and ends the stream that
    `equalise()` would do it along."""
    rows = reading.rows(change[reading.weight]).astype(np.float64)
    largest = np.abs(rows).max((0, 2))
    scale = np.where(largest > 0, largest, 1)
    identity = mixer.rows(change[mixer.weight])
    for layer, new in ((reading, rows / scale[:, None]), (mixer, identity * scale[:, None, None])):
        change[layer.weight] = layer.unrows(new, study.weight(layer.weight).shape)
