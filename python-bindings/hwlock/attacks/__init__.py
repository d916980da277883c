"""Attacks on soft locks: what anyone can do to weights that are readable.

>>> from hwlock import attacks
>>> print(attacks.battery("model.mlir", images, labels))

The attacks look for the weights of linear layers among the constants of a model,
change them, and run what comes out. Tier T0 are formats and pruning as they are, T1
what toolkits do on top, T2 (`REPAIRED`) the same after all repairs of someone who knows the
locks; `MIXED` keep some layers in float32, `WIDE` are formats that are nearly that. See
docs/Attacks.md.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

from hwlock.attacks.battery import Report, Row, battery
from hwlock.attacks.catalogue import ATTACKS, MIXED, REPAIRED, WIDE, Attack
from hwlock.attacks.equalisation import equalise
from hwlock.attacks.layers import Layer, Layers, Stream, find_layers
from hwlock.attacks.repaired import repaired
from hwlock.attacks.repairs import balanced, centred, folded, projected
from hwlock.attacks.study import Candidate, Grid, Study

__all__ = [
    "ATTACKS",
    "MIXED",
    "REPAIRED",
    "WIDE",
    "Attack",
    "Candidate",
    "Grid",
    "Layer",
    "Layers",
    "Report",
    "Row",
    "Stream",
    "Study",
    "balanced",
    "battery",
    "centred",
    "equalise",
    "find_layers",
    "folded",
    "projected",
    "repaired",
]
