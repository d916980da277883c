"""Tier T2: takes layers that mix channels in small groups into the layers beside them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

import numpy as np

from hwlock.attacks.equalisation import channels_of
from hwlock.attacks.layers import Layer, Stream
from hwlock.attacks.repairs import fold_into_readers, folded, is_square
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Change, Verifier

#: A mixing layer may stand between others, and be tried on both sides.
ROUNDS = 4


@dataclasses.dataclass(frozen=True)
class _Fold:
    """Of one mixing layer, which becomes the identity."""

    mixer: int
    change: Change
    #: Mean logarithm of the condition numbers of the blocks that it changes: after
    #: minus before.
    strain: float


def folded_mixers(study: Study) -> dict[str, Array]:
    """Mixing that is never below zero without a look at what the model does; any other one
    into the layer before it or those behind it, the better conditioned of both for which
    the outputs stay as they are."""
    found = folded(study.layers, study.weights)
    tried: set[tuple[int, frozenset[str]]] = set()
    for _ in range(ROUNDS):
        after = study.changed(found) if found else study
        chosen: dict[int, _Fold] = {}
        names: set[str] = set()
        for fold in sorted(_folds(after), key=lambda fold: fold.strain):
            key = (fold.mixer, frozenset(fold.change))
            if fold.mixer not in chosen and key not in tried and not names & fold.change.keys():
                chosen[fold.mixer] = fold
                names |= fold.change.keys()
                tried.add(key)
        if not chosen:
            break
        found |= Verifier(after).all_that_leave([fold.change for fold in chosen.values()])
    return found


def _folds(study: Study) -> list[_Fold]:
    """What improves the layers beside mixing layers, with entries of both signs: others
    are what `folded()` finds."""
    layers = study.layers.layers
    mixers = {
        index
        for index, layer in enumerate(layers)
        if layer.separate and is_square(layer, rows := study.rows(layer)) and np.any(rows < 0)
    }
    found = []
    for stream in study.layers.streams:
        first = stream.readers[0].layer
        if len(stream.writers) == len(stream.readers) == 1 and first in mixers:
            found.append(_into_writer(study, stream, first))
        if len(stream.writers) == 1 and stream.writers[0] in mixers and not stream.biases:
            found.append(_into_readers(study, stream, stream.writers[0]))
    return [fold for fold in found if fold is not None and fold.strain < 0]


def _into_writer(study: Study, stream: Stream, index: int) -> _Fold | None:
    """M1 W x + M1 b for M1 (W x + b)."""
    writer, mixer = study.layers.layers[stream.writers[0]], study.layers.layers[index]
    rows, mix = study.rows(writer), study.rows(mixer).astype(np.float64)[:, :, 0]
    channels, size = mix.shape
    alone = all(name == writer.bias for name in stream.biases)
    # Outputs that are mixed have to read the same inputs.
    if len(rows) != channels or (channels // writer.groups) % size or not alone:
        return None

    def mixed(values: Array) -> Array:
        parts = values.reshape(channels // size, size, -1)
        found: Array = mix.reshape(-1, size, size) @ parts
        return found.reshape(values.shape).astype(np.float32)

    new = mixed(rows)
    change = {
        writer.weight: writer.unrows(new, study.weight(writer.weight).shape),
        mixer.weight: _identity(study, mixer),
    }
    if writer.bias is not None:
        bias = study.weight(writer.bias)
        change[writer.bias] = mixed(bias.reshape(-1)).reshape(bias.shape)
    return _Fold(index, change, _strain(new, size) - _strain(rows, size))


def _into_readers(study: Study, stream: Stream, index: int) -> _Fold:
    """W M x for W (M x)."""
    mixer = study.layers.layers[index]
    channels, size, _ = study.rows(mixer).shape
    change: dict[str, Array] = {}
    fold_into_readers(stream, mixer, study.layers, study.weights, change)
    strain = 0.0
    for reader in stream.readers:
        layer = study.layers.layers[reader.layer]
        for sign, weight in ((-1, study.weight(layer.weight)), (1, change[layer.weight])):
            columns = layer.by_input(layer.rows(weight)).transpose(1, 0, 2)
            order = np.argsort(channels_of(reader, len(columns), channels), kind="stable")
            strain += sign * _strain(columns[order].reshape(channels, -1), size)
    return _Fold(index, change, strain)


def _strain(rows: Array, size: int) -> float:
    """Mean logarithm of the condition numbers of blocks of `size` rows."""
    values = np.linalg.svd(rows.reshape(-1, size, rows[0].size).astype(np.float64), compute_uv=False)
    return float(np.mean(np.log(values[:, 0] / np.maximum(values[:, -1], 1e-300))))


def _identity(study: Study, mixer: Layer) -> Array:
    rows = study.rows(mixer)
    eye = np.tile(np.eye(rows.shape[1]), (len(rows) // rows.shape[1], 1))[:, :, None]
    return mixer.unrows(eye, study.weight(mixer.weight).shape)
