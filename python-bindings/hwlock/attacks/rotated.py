"""Tier T1 with `rotation`: layers read rotated channels, and weights are rounded as
those channels see them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.gptq import gptq
from hwlock.attacks.layers import Layer
from hwlock.attacks.rotation import random_rotation, rotated_gram, rotated_inputs
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Grid, Study
from hwlock.attacks.toolkits import Method, each_weight, min_max_grid

#: From a layer, its rotated rows and what it reads, if that is rotated.
Quantise: TypeAlias = Callable[[Study, Layer, Array, Array | None], Array]


def nearest(study: Study, layer: Layer, rows: Array, rotation: Array | None) -> Array:
    """Per-channel int8."""
    return int_per_channel(rows, 8)


def compensated(study: Study, layer: Layer, rows: Array, rotation: Array | None) -> Array:
    """GPTQ, as QuaRot has it; plain rounding in layers that work on each channel alone."""
    if layer.separate:
        return int_per_channel(rows, 8)
    gram = study.moments(layer).gram
    return gptq(rows, gram if rotation is None else rotated_gram(gram, rotation), 8)


def rotations(study: Study) -> list[Array | None]:
    """Of each input; None where a layer reads each channel alone, or there is one."""
    found: list[Array | None] = []
    for index, given in enumerate(study.layers.inputs):
        channels = given.shape[given.channels]
        readers = [layer for layer in study.layers.layers if layer.input == index]
        whole = all(
            not layer.separate and study.rows(layer).shape[1] == channels for layer in readers
        )
        found.append(random_rotation(channels) if whole and channels > 1 else None)
    return found


def rotated(quantise: Quantise) -> Method:
    """Weights and inputs in rotated channels, both 8 bits."""

    def method(study: Study) -> Candidate:
        turns = rotations(study)

        def change(layer: Layer, rows: Array) -> Array:
            turn = turns[layer.input]
            return quantise(study, layer, rows if turn is None else rotated_inputs(rows, turn), turn)

        grids = []
        for index, turn in enumerate(turns):
            values = study.channels_last(index)
            found = min_max_grid(values if turn is None else values @ turn.T)
            # What was in the place of an attack before must not stay.
            turn = np.eye(values.shape[-1], dtype=np.float32) if turn is None else turn
            grids.append(Grid(found.scale, found.low, found.high, turn))
        return Candidate(each_weight(study, change), "rotated", grids)

    return method


def turned_back(method: Method) -> Method:
    """Its weights for inputs as they are."""

    def alone(study: Study) -> Candidate:
        made, turns = method(study).constants, rotations(study)

        def back(layer: Layer, _: Array) -> Array:
            rows, turn = layer.rows(made[layer.weight]), turns[layer.input]
            return rows if turn is None else rotated_inputs(rows, turn.T)

        return Candidate(each_weight(study, back))

    return alone
