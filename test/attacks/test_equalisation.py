"""Cross-layer equalisation leaves the function as it is and undoes scalings.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses

import numpy as np
import pytest

from hwlock.attacks.equalisation import equalise
from hwlock.attacks.layers import Input, Layer, Layers, Reader, Stream


def dense(weight: str, bias: str | None, input: int, transposed: bool = False) -> Layer:
    """A weight [outputs, inputs], or the other way round."""
    axes = ((1,), (0,)) if transposed else ((0,), (1,))
    return Layer("linalg.matmul", "matmul", 1, weight, *axes, (), (), input, bias)


#: x + relu(w1 (w0 x)), then a layer that reads each channel of it twice.
LAYERS = Layers(
    (
        dense("w0", "b0", 0),
        dense("w1", "b1", 1, transposed=True),
        dense("w2", "b2", 2),
    ),
    (
        Stream((0,), (Reader(1, 1), Reader(2, 2)), ("b0",)),
    ),
    (Input((9, 5), 1), Input((9, 6), 1), Input((9, 12), 1)),
)


def constants(seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    shapes = {"w0": (6, 5), "b0": (6,), "w1": (6, 3), "b1": (3,), "w2": (4, 12), "b2": (4,)}
    return {name: rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


def outputs(found: dict[str, np.ndarray], values: np.ndarray) -> np.ndarray:
    hidden = np.maximum(values @ found["w0"].T + found["b0"], 0)
    left = hidden @ found["w1"] + found["b1"]
    right = np.repeat(hidden, 2, axis=1) @ found["w2"].T + found["b2"]
    return np.concatenate([left, right], 1)


VALUES = np.random.default_rng(9).standard_normal((9, 5)).astype(np.float32)


def test_the_function_stays():
    before = constants()
    after = {**before, **equalise(LAYERS, before)}
    assert any(np.any(after[name] != before[name]) for name in before)
    np.testing.assert_allclose(outputs(after, VALUES), outputs(before, VALUES), rtol=1e-4, atol=1e-5)


def test_each_channel_is_written_and_read_alike():
    after = {**constants(), **equalise(LAYERS, constants())}
    written = np.abs(after["w0"]).max(1)
    read = np.maximum(
        np.abs(after["w1"]).max(1), np.abs(after["w2"]).reshape(4, 6, 2).max((0, 2))
    )
    np.testing.assert_allclose(written, read, rtol=1e-4)


def test_it_undoes_powers_of_two():
    """What a lock that scales channels did to a model is gone, whatever it was."""
    before = constants()
    factor = 2.0 ** np.random.default_rng(4).integers(-14, 15, 6).astype(np.float32)
    locked = dict(before)
    locked["w0"] = before["w0"] * factor[:, None]
    locked["b0"] = before["b0"] * factor
    locked["w1"] = before["w1"] / factor[:, None]
    locked["w2"] = before["w2"] / np.repeat(factor, 2)
    np.testing.assert_allclose(outputs(locked, VALUES), outputs(before, VALUES), rtol=1e-3, atol=1e-4)
    repaired, plain = equalise(LAYERS, locked), equalise(LAYERS, before)
    for name, array in plain.items():
        np.testing.assert_allclose(repaired[name], array, rtol=1e-4)


def test_dead_channels_stay():
    before = constants()
    before["w0"][2] = 0
    after = equalise(LAYERS, before)
    np.testing.assert_array_equal(after["w0"][2], 0)
    np.testing.assert_array_equal(after["w1"][2], before["w1"][2])


def test_layers_on_each_channel_alone():
    """As in networks for phones: 1x1, 3x3 on each channel, 1x1."""
    layers = Layers(
        (
            dense("w0", None, 0),
            Layer("linalg.depthwise", "convolution", 4, "d", (0,), (), (1, 1), (1, 1), 1, "b"),
            dense("w1", None, 2),
        ),
        (Stream((0,), (Reader(1, 1),), ()), Stream((1,), (Reader(2, 1),), ("b",))),
        (Input((1, 3, 2, 2), 1),) * 3,
    )
    rng = np.random.default_rng(3)
    before = {
        "w0": rng.standard_normal((4, 3)).astype(np.float32),
        "d": rng.standard_normal((4, 3, 3)).astype(np.float32),
        "b": rng.standard_normal(4).astype(np.float32),
        "w1": rng.standard_normal((2, 4)).astype(np.float32),
    }
    after = {**before, **equalise(layers, before)}

    def run(found):
        hidden = np.maximum(found["w0"] @ np.arange(1, 4), 0)[:, None] * found["d"].reshape(4, -1)
        return found["w1"] @ np.maximum(hidden + found["b"][:, None], 0)

    np.testing.assert_allclose(run(after), run(before), rtol=1e-4, atol=1e-4)
    largest = [np.abs(after["w0"]).max(1), np.abs(after["d"]).max((1, 2)), np.abs(after["w1"]).max(0)]
    np.testing.assert_allclose(largest[0], largest[1], rtol=1e-3)
    np.testing.assert_allclose(largest[1], largest[2], rtol=1e-3)


@pytest.mark.parametrize("shared", ["weight", "bias"])
def test_constants_that_others_use_are_left(shared):
    change = {"weight": {"weight": "w0"}, "bias": {"bias": "b0"}}[shared]
    other = dataclasses.replace(dense("w3", None, 0), **change)
    layers = dataclasses.replace(LAYERS, layers=(*LAYERS.layers, other))
    assert equalise(layers, {**constants(), "w3": np.ones((6, 5), np.float32)}) == {}
