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
from hwlock.attacks.study import Candidate, Grid, Study

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
            if layer.bias is None or biases.count(layer.bias) > 1 or layer.separate:
                continue
            rounded = layer.rows(made[layer.weight])
            mean = study.moments(layer).mean
            bias = study.weight(layer.bias)
            made[layer.bias] = corrected_bias(bias, study.rows(layer), rounded, mean)
        return Candidate(made)

    return method


def least_squares(bits: int = 8) -> Method:
    """Per-channel integers that clip for the least square error."""
    return weights_in(lambda rows: int_least_squares(rows, bits))


def percentile(bits: int = 8) -> Method:
    """Per-channel integers that clip a thousandth of the weights."""
    return weights_in(lambda rows: int_percentile(rows, bits))


def gptq_method(bits: int = 8) -> Method:
    """GPTQ; plain rounding in layers that work on each channel alone."""

    def method(study: Study) -> Candidate:
        def quantise(layer: Layer, rows: Array) -> Array:
            if layer.separate:
                return int_per_channel(rows, bits)
            return gptq(rows, study.moments(layer).gram, bits)

        return Candidate(each_weight(study, quantise))

    return method


def awq_method(bits: int = 8) -> Method:
    """AWQ; plain rounding in layers that work on each channel alone."""

    def method(study: Study) -> Candidate:
        def quantise(layer: Layer, rows: Array) -> Array:
            if layer.separate:
                return int_per_channel(rows, bits)
            moments, magnitude = study.moments(layer), study.magnitude(layer.input)
            return awq(rows, magnitude, moments.gram, lambda scaled: int_per_channel(scaled, bits))

        return Candidate(each_weight(study, quantise))

    return method


def spqr_method(bits: int = 8) -> Method:
    """SpQR; in layers that work on each channel alone nothing makes up for anything."""

    def method(study: Study) -> Candidate:
        def quantise(layer: Layer, rows: Array) -> Array:
            gram = np.eye(rows[0].size) if layer.separate else study.moments(layer).gram
            return spqr(rows, gram, bits)

        return Candidate(each_weight(study, quantise))

    return method


def adaround_method(bits: int = 8) -> Method:
    """AdaRound; plain rounding in layers that work on each channel alone."""

    def method(study: Study) -> Candidate:
        def quantise(layer: Layer, rows: Array) -> Array:
            if layer.separate:
                return int_per_channel(rows, bits)
            return adaround(rows, study.moments(layer).gram, bits)

        return Candidate(each_weight(study, quantise))

    return method


def llm_int8(bits: int = 8) -> Method:
    """LLM.int8(): weights alone, with grids for inputs that `with_grids()` takes. Inputs
    are rounded statically and for the tensor where the paper has a scale for each token."""

    def method(study: Study) -> Candidate:
        grids, outliers = [], []
        for index in range(len(study.layers.inputs)):
            values = study.channels_last(index)
            found = outlier_channels(values)
            grid = min_max_grid(np.where(found, np.float32(0), values), None, bits)
            # All of 24 bits, as float32 has.
            exact = np.maximum(study.largest(index), np.finfo(np.float32).tiny) / 2**23
            grids.append(
                Grid(
                    np.where(found, exact, grid.scale).astype(np.float32),
                    np.where(found, np.float32(-(2**24)), grid.low),
                    np.where(found, np.float32(2**24), grid.high),
                )
            )
            outliers.append(found)

        def quantise(layer: Layer, rows: Array) -> Array:
            if layer.separate:
                return int_per_channel(rows, bits)
            return int_but_outliers(rows, outliers[layer.input], bits)

        return Candidate(each_weight(study, quantise), None, grids)

    return method


def with_grids(method: Method) -> Method:
    """The same, and layers read inputs on the grids that the method made."""
    return lambda study: dataclasses.replace(method(study), rounding="integer")


def smooth_quant(bits: int = 8) -> Method:
    """SmoothQuant, weights and inputs; layers that read the same are smoothed alike."""

    def method(study: Study) -> Candidate:
        factors: dict[int, Array] = {}
        for index in range(len(study.layers.inputs)):
            readers = [layer for layer in study.layers.layers if layer.input == index]
            if not any(layer.separate for layer in readers):
                rows = np.concatenate(
                    [study.rows(layer).transpose(0, 2, 1).reshape(-1, study.rows(layer).shape[1])
                     for layer in readers]
                )  # fmt: skip
                factors[index] = smoothing_factors(rows[:, :, None], study.largest(index))

        def quantise(layer: Layer, rows: Array) -> Array:
            if layer.input not in factors:
                return int_per_channel(rows, bits)
            factor = factors[layer.input][None, :, None]
            return int_per_channel(rows * factor, bits) / factor

        constants = each_weight(study, quantise)
        return Candidate(constants, "integer", min_max_grids(study, factors, bits))

    return method
