"""Tier T2: takes out of weights what the normalisation before or behind them hides.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import numpy as np

from hwlock.attacks.layers import Layer
from hwlock.attacks.repairs import centred, projected
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Change, Verifier

#: A direction is suspicious if it has this share of all squares of a weight.
SHARE = 0.5
#: And one of the inputs is constant if its variance is this share of the mean one.
CONSTANT = 1e-6


def _own_bias(study: Study, layer: Layer) -> str | None:
    users = [other.bias for other in study.layers.layers]
    return layer.bias if layer.bias and users.count(layer.bias) == 1 else None


def centred_outputs(study: Study) -> dict[str, Array]:
    """`centred()` weights whose mean over the outputs is most of them, where the outputs
    of the model stay as they are: a layer normalisation, or a sum and then one, reads
    them. Needs samples, but not to know what reads what."""
    changes = []
    for layer in study.layers.layers:
        rows = study.rows(layer).astype(np.float64)
        if layer.separate or len(rows) < 4:
            continue
        mean = rows.mean(0)
        if np.sum(mean**2) * len(rows) <= SHARE * np.sum(rows**2):
            continue
        name = _own_bias(study, layer)
        weight, bias = centred(rows, None if name is None else study.weight(name))
        change = {layer.weight: layer.unrows(weight, study.weight(layer.weight).shape)}
        if name is not None and bias is not None:
            change[name] = bias
        changes.append(change)
    return Verifier(study).all_that_leave(changes)


def without_constant_inputs(study: Study) -> dict[str, Array]:
    """`projected()` weights of which one direction is most, if that of the inputs is
    constant: behind a layer normalisation with the gain g the product with 1/g is, where g
    may be unknown. Needs samples: more places than a layer has inputs."""
    changes = []
    for layer in study.layers.layers:
        if not layer.separate and (change := _projection(study, layer)):
            changes.append(change)
    return Verifier(study).all_that_leave(changes)


def _projection(study: Study, layer: Layer) -> Change | None:
    rows = study.rows(layer)
    flat = rows.reshape(len(rows), -1).astype(np.float64)
    if flat.shape[1] < 4 or len(flat) < 2:
        return None
    largest = _largest_direction(flat)
    if np.sum((flat @ largest) ** 2) <= SHARE * np.sum(flat**2):
        return None
    moments = study.moments(layer)
    if moments.count < 2 * flat.shape[1]:
        return None
    spread, axes = np.linalg.eigh(moments.gram - np.outer(moments.mean, moments.mean))
    still = axes[:, spread < CONSTANT * np.mean(spread)]
    direction = still @ (still.T @ largest)
    if np.linalg.norm(direction) < 0.9:
        return None
    name = _own_bias(study, layer)
    bias = None if name is None else study.weight(name)
    found, shift = projected(flat, direction, moments.mean, bias)
    shape = study.weight(layer.weight).shape
    change = {layer.weight: layer.unrows(found.reshape(rows.shape), shape)}
    if name is not None and shift is not None:
        change[name] = shift
    return change


def _largest_direction(flat: Array, steps: int = 20) -> Array:
    """Of the inputs, the one that a weight does most along, by power iteration: exact
    enough where it is most of the weight."""
    direction: Array = np.random.default_rng(0).standard_normal((flat.shape[1],))
    for _ in range(steps):
        direction = flat.T @ (flat @ direction)
        direction /= max(float(np.linalg.norm(direction)), 1e-300)
    return direction
