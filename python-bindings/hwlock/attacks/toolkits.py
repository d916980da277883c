"""What quantisation toolkits do to the layers of a model: methods of tiers T0 and T1,
each from a `Study` to a `Candidate`.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from hwlock.attacks.adaround import adaround
from hwlock.attacks.awq import awq
from hwlock.attacks.clipping import int_least_squares, int_percentile
from hwlock.attacks.correction import corrected_bias
from hwlock.attacks.formats import int_per_channel
from hwlock.attacks.gptq import gptq
from hwlock.attacks.layers import Layer
from hwlock.attacks.outliers import int_but_outliers, outlier_channels
from hwlock.attacks.rows import Array
from hwlock.attacks.smoothing import smoothing_factors
from hwlock.attacks.spqr import spqr
from hwlock.attacks.study import Candidate, Grid, Moments, Study

#: From the model that an attacker has to one for cheaper hardware.
Method: TypeAlias = Callable[[Study], Candidate]

#: From rows [outputs, inputs, taps] to what a format holds of them.
Rows: TypeAlias = Callable[[Array], Array]


def each_weight(study: Study, function: Callable[[Layer, Array], Array]) -> dict[str, Array]:
    """The weights of all layers, changed as rows."""
    changed = {}
    for layer in study.layers.layers:
        weight = study.weight(layer.weight)
        if layer.weight not in changed:
            changed[layer.weight] = layer.unrows(function(layer, layer.rows(weight)), weight.shape)
    return changed


def each_group(study: Study, function: Callable[[Layer, int, Array], Array]) -> dict[str, Array]:
    """The same, with the rows of one group after the other: each is a layer of its own."""

    def change(layer: Layer, rows: Array) -> Array:
        parts = np.split(rows, layer.groups)
        return np.concatenate([function(layer, group, part) for group, part in enumerate(parts)])

    return each_weight(study, change)


def weights_in(function: Rows, rounding: str | None = None) -> Method:
    """Each weight in a format, one after the other; inputs as they are, or rounded."""

    def method(study: Study) -> Candidate:
        return Candidate(each_weight(study, lambda _, rows: function(rows)), rounding)

    return method


def min_max_grid(values: Array, factor: Array | None = None, bits: int = 8) -> Grid:
    """Integers with a zero point for all of `values`, [..., channels], static and for the
    tensor: Jacob et al., CVPR 2018.

    factor: what each channel is divided by before it is rounded.
    """
    if factor is None:
        factor = np.ones(values.shape[-1], np.float32)
    scaled = values / factor
    low, high = min(float(scaled.min()), 0.0), max(float(scaled.max()), 0.0)
    scale = max((high - low) / (2**bits - 1), float(np.finfo(np.float32).tiny))
    zero = round(-low / scale)
    full = np.full_like(factor, scale)
    return Grid(full * factor, np.full_like(factor, -zero), np.full_like(factor, 2**bits - 1 - zero))


def exact_grid(channels: int) -> Grid:
    """Steps so small that float32 numbers from 2^-41 to 2^63 are multiples of them."""
    most = np.full(channels, np.finfo(np.float32).max, np.float32)
    return Grid(np.full(channels, 2.0**-64, np.float32), -most, most)


def min_max_grids(study: Study, factors: dict[int, Array] | None = None, bits: int = 8) -> list[Grid]:
    """A `min_max_grid()` of what the samples showed of each input; `factors` of some."""
    factors = factors or {}
    return [
        min_max_grid(study.channels_last(index), factors.get(index), bits)
        for index in range(len(study.layers.inputs))
    ]


def with_integer_inputs(method: Method) -> Method:
    """The same, and layers read 8-bit integers too ("W8A8")."""

    def both(study: Study) -> Candidate:
        return Candidate(method(study).constants, "integer", min_max_grids(study))

    return both


def kept(method: Method) -> Method:
    """The same, computed once for attacks that follow each other."""

    def again(study: Study) -> Candidate:
        if study.last is None or study.last[0] is not again:
            study.last = (again, method(study))
        return study.last[1]

    return again


def nearest(bits: int = 8) -> Method:
    """Per-channel integers, to nearest."""
    return weights_in(lambda rows: int_per_channel(rows, bits))


def nearest_with_corrected_bias(bits: int = 8) -> Method:
    """The same, then bias correction where a layer has a bias of its own."""

    def method(study: Study) -> Candidate:
        made = dict(nearest(bits)(study).constants)
        biases = [layer.bias for layer in study.layers.layers]
        for layer in study.layers.layers:
            if layer.bias is None or biases.count(layer.bias) > 1:
                continue
            bias = study.weight(layer.bias)
            own, rows, rounded = (np.split(each, layer.groups) for each in (
                bias.reshape(-1), study.rows(layer), layer.rows(made[layer.weight])
            ))  # fmt: skip
            made[layer.bias] = np.concatenate(
                [corrected_bias(own[group], rows[group], rounded[group],
                                study.moments(layer, group).mean)
                 for group in range(layer.groups)]
            ).reshape(bias.shape)  # fmt: skip
        return Candidate(made)

    return method


def least_squares(bits: int = 8) -> Method:
    """Per-channel integers that clip for the least square error."""
    return weights_in(lambda rows: int_least_squares(rows, bits))


def percentile(bits: int = 8) -> Method:
    """Per-channel integers that clip a thousandth of the weights."""
    return weights_in(lambda rows: int_percentile(rows, bits))


def with_moments(function: Callable[[Array, Moments], Array]) -> Method:
    """Weights alone, each group of a layer by itself."""

    def method(study: Study) -> Candidate:
        def change(layer: Layer, group: int, rows: Array) -> Array:
            return function(rows, study.moments(layer, group))

        return Candidate(each_group(study, change))

    return method


def gptq_method(bits: int = 8) -> Method:
    """GPTQ."""
    return with_moments(lambda rows, moments: gptq(rows, moments.gram, bits))


def awq_method(bits: int = 8) -> Method:
    """AWQ."""

    def method(study: Study) -> Candidate:
        magnitudes = [study.magnitude(index) for index in range(len(study.layers.inputs))]

        def quantise(layer: Layer, group: int, rows: Array) -> Array:
            return awq(
                rows, study.of_group(layer, group, magnitudes[layer.input]),
                study.moments(layer, group).gram, lambda scaled: int_per_channel(scaled, bits),
            )  # fmt: skip

        return Candidate(each_group(study, quantise))

    return method


def spqr_method(bits: int = 8) -> Method:
    """SpQR."""
    return with_moments(lambda rows, moments: spqr(rows, moments.gram, bits))


def adaround_method(bits: int = 8) -> Method:
    """AdaRound."""
    return with_moments(lambda rows, moments: adaround(rows, moments.gram, bits))


def llm_int8(bits: int = 8) -> Method:
    """LLM.int8(): weights alone, with grids for inputs that `with_grids()` takes. Inputs
    are rounded statically and for the tensor where the paper has a scale for each token."""

    def method(study: Study) -> Candidate:
        grids, outliers = [], []
        for index in range(len(study.layers.inputs)):
            values = study.channels_last(index)
            found = outlier_channels(values)
            grid = min_max_grid(np.where(found, np.float32(0), values), None, bits)
            exact = exact_grid(len(found))
            grids.append(
                Grid(
                    np.where(found, exact.scale, grid.scale),
                    np.where(found, exact.low, grid.low),
                    np.where(found, exact.high, grid.high),
                )
            )
            outliers.append(found)

        def quantise(layer: Layer, group: int, rows: Array) -> Array:
            found = study.of_group(layer, group, outliers[layer.input])
            return int_but_outliers(rows, found, bits)

        return Candidate(each_group(study, quantise), None, grids)

    return method


def with_grids(method: Method) -> Method:
    """The same, and layers read inputs on the grids that the method made."""
    return lambda study: dataclasses.replace(method(study), rounding="integer")


def smooth_quant(bits: int = 8) -> Method:
    """SmoothQuant, weights and inputs; layers that read the same are smoothed alike."""

    def method(study: Study) -> Candidate:
        factors: dict[int, Array] = {}
        for index in range(len(study.layers.inputs)):
            largest = study.largest(index)
            rows = []
            for layer in study.layers.layers:
                if layer.input == index:
                    own = study.rows(layer)
                    # Unless groups have a dimension of their own, a channel is of one.
                    own = own if own.shape[1] == len(largest) else layer.by_input(own)
                    rows.append(own.transpose(0, 2, 1).reshape(-1, len(largest)))
            factors[index] = smoothing_factors(np.concatenate(rows)[:, :, None], largest)

        def quantise(layer: Layer, group: int, rows: Array) -> Array:
            factor = study.of_group(layer, group, factors[layer.input])[None, :, None]
            return int_per_channel(rows * factor, bits) / factor

        constants = each_group(study, quantise)
        return Candidate(constants, "integer", min_max_grids(study, factors, bits))

    return method
