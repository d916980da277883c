"""Mixed precision, where some layers stay float32.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

Layers that read the same stay together, since an input is rounded for all of them or for
none. They are named by what they read: an index of `Layers.inputs`.
"""

import dataclasses
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from hwlock.attacks.columns import multiply_accumulates
from hwlock.attacks.layers import Input, Layer, Layers
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Study
from hwlock.attacks.toolkits import Method, exact_grid

#: Of all multiply-accumulates of layers, what may stay float32.
SHARE = 0.25

#: From a study and what a method made of all layers to the inputs whose layers stay.
Choice: TypeAlias = Callable[[Study, Candidate], set[int]]


def but(method: Method, choose: Choice) -> Method:
    """The method on all layers but those that are chosen."""

    def some(study: Study) -> Candidate:
        made = method(study)
        return without(study, made, choose(study, made))

    return some


def without(study: Study, made: Candidate, kept: set[int]) -> Candidate:
    """A candidate in which what layers of `kept` inputs have, and read, is as it was."""
    layers = study.layers.layers
    rounded = [layer for layer in layers if layer.input not in kept]
    names = {name for layer in rounded for name in (layer.weight, layer.bias)}
    grids = [
        exact_grid(len(grid.scale)) if index in kept else grid
        for index, grid in enumerate(made.grids)
    ]
    constants = {name: array for name, array in made.constants.items() if name in names}
    return dataclasses.replace(made, constants=constants, grids=grids)


def ends(study: Study, made: Candidate) -> set[int]:
    """The first and the last layer.

    Choi et al., "PACT: Parameterized Clipping Activation for Quantized Neural Networks",
    arXiv 1805.06085, section 4, and most papers before and after it.
    """
    layers = study.layers.layers
    return {layers[0].input, layers[-1].input}


def convolutions(study: Study, made: Candidate) -> set[int]:
    """All but layers that PyTorch has as nn.Linear.

    Or et al., "TorchAO: PyTorch-Native Training-to-Serving Model Optimization", arXiv
    2507.16099: `quantize_()` rounds nn.Linear alone, and so does `quantize_dynamic()` of
    PyTorch before it.
    """
    return {layer.input for layer in study.layers.layers if not _is_linear(layer)}


def has_both_kinds(layers: Layers) -> bool:
    """If without convolutions another model is rounded than with them, and one at all."""
    kept = {layer.input for layer in layers.layers if not _is_linear(layer)}
    return 0 < len(kept) < len({layer.input for layer in layers.layers})


def _is_linear(layer: Layer) -> bool:
    return layer.kind == "matmul" and not layer.separate


def most_sensitive(share: float = SHARE) -> Choice:
    """The layers that alone change the outputs of the calibration samples most, as many as
    `share` of all multiply-accumulates allows.

    Wu et al., "Integer Quantization for Deep Learning Inference", arXiv 2004.09602, section
    5.1, partial quantization: layers by the harm that each does if it alone is rounded. Dong
    et al., "HAWQ: Hessian AWare Quantization of Neural Networks With Mixed-Precision", arXiv
    1905.03696, have second derivatives of the loss in its place, which need labels.
    """

    def choose(study: Study, made: Candidate) -> set[int]:
        costs = _costs(study)
        harm = _harm(study, made)
        left = share * sum(costs)
        kept = set()
        for index in np.argsort(-harm, kind="stable"):
            if costs[index] <= left:
                kept.add(int(index))
                left -= costs[index]
        return kept

    return choose


def _costs(study: Study) -> list[int]:
    """Multiply-accumulates of all that reads each input, for the samples."""
    found = [0] * len(study.layers.inputs)
    for layer in study.layers.layers:
        shape = study.original.types[layer.weight].shape
        values, channels = study.activations[layer.input], study.layers.inputs[layer.input].channels
        read = Input(values.shape, channels)
        found[layer.input] += multiply_accumulates(layer, shape, read)
    return found


def _harm(study: Study, made: Candidate) -> Array:
    """How much the outputs change if what reads one input is rounded and all else is not."""
    every = set(range(len(study.layers.inputs)))
    exact = study.predict(Candidate({}), study.samples).astype(np.float64)
    found = np.empty(len(every))
    for index in every:
        outputs = study.predict(without(study, made, every - {index}), study.samples)
        found[index] = np.mean((outputs - exact) ** 2)
    # What is no number is worse than all others.
    return np.nan_to_num(found, nan=np.inf)
