"""Tier T1 with `rotation`: layers read rotated channels, and weights are rounded as
those channels see them.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.gptq import gptq
from hwlock.attacks.layers import Layer
from hwlock.attacks.rotation import random_rotation, rotated_gram, rotated_inputs
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Grid, Study
from hwlock.attacks.toolkits import Method, each_group, min_max_grid

#: From rotated rows of a group of a layer and the second moment of what they read, which
#: is rotated when asked for, to what is kept.
Quantise: TypeAlias = Callable[[Array, Callable[[], Array]], Array]


def nearest(rows: Array, gram: Callable[[], Array]) -> Array:
    """Per-channel int8."""
    return int_per_channel(rows, 8)


def compensated(rows: Array, gram: Callable[[], Array]) -> Array:
    """GPTQ, as QuaRot has it."""
    return gptq(rows, gram(), 8)


def rotations(study: Study) -> list[Array | None]:
    """Of each input, within what each group of each of its readers reads; None where that is
    one channel."""
    found: list[Array | None] = []
    for index, given in enumerate(study.layers.inputs):
        channels = given.shape[given.channels]
        sizes = [
            study.rows(layer).shape[1] for layer in study.layers.layers if layer.input == index
        ]
        size = math.gcd(channels, *sizes)
        whole = size > 1 and all(channels % each == 0 for each in sizes)
        blocks = np.eye(channels // size, dtype=np.float32)
        found.append(np.kron(blocks, random_rotation(size)) if whole else None)
    return found


def _of_group(study: Study, layer: Layer, group: int, turn: Array) -> Array:
    """The part of a rotation that a group reads."""
    channels = study.of_group(layer, group, np.arange(len(turn)))
    part: Array = turn[np.ix_(channels, channels)]
    return part


def rotated(quantise: Quantise) -> Method:
    """Weights and inputs in rotated channels, both 8 bits."""

    def method(study: Study) -> Candidate:
        turns = rotations(study)

        def change(layer: Layer, group: int, rows: Array) -> Array:
            turn = turns[layer.input]
            if turn is None:
                return quantise(rows, lambda: study.moments(layer, group).gram)
            part = _of_group(study, layer, group, turn)
            return quantise(
                rotated_inputs(rows, part),
                lambda: rotated_gram(study.moments(layer, group).gram, part),
            )

        grids = []
        for index, turn in enumerate(turns):
            values = study.channels_last(index)
            found = min_max_grid(values if turn is None else values @ turn.T)
            # What was in the place of an attack before must not stay.
            turn = np.eye(values.shape[-1], dtype=np.float32) if turn is None else turn
            grids.append(Grid(found.scale, found.low, found.high, turn))
        return Candidate(each_group(study, change), "rotated", grids)

    return method


def turned_back(method: Method) -> Method:
    """Its weights for inputs as they are."""

    def alone(study: Study) -> Candidate:
        made, turns = method(study).constants, rotations(study)

        def back(layer: Layer, group: int, _: Array) -> Array:
            rows, turn = layer.rows(made[layer.weight]), turns[layer.input]
            rows = np.split(rows, layer.groups)[group]
            if turn is None:
                return rows
            return rotated_inputs(rows, _of_group(study, layer, group, turn).T)

        return Candidate(each_group(study, back))

    return alone
