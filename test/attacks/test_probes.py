"""The probes that attacks put into modules.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest
from test_layers import dense

import hwlock
from hwlock.attacks import find_layers, formats

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"

#: A layer that does nothing.
IDENTITY = (
    "func.func @main(%x: tensor<5x2xf32>) -> tensor<5x2xf32> {\n"
    "  %w = arith.constant dense<[[1.0, 0.0], [0.0, 1.0]]> : tensor<2x2xf32>\n"
    "  %zero = arith.constant 0.0 : f32\n"
    + dense("y", "x", "w", 5, 2, 2)
    + "  return %y : tensor<5x2xf32>\n}\n"
)
#: x times ones, then a bias.
BIASED = (
    "func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {\n"
    "  %w = arith.constant dense<1.0> : tensor<2x2xf32>\n"
    "  %b = arith.constant dense<-0.001953125> : tensor<2xf32>\n"
    "  %zero = arith.constant 0.0 : f32\n"
    + dense("y", "x", "w", 1, 2, 2)
    + """
  %sum = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>,
                                          affine_map<(i, j) -> (i, j)>],
                         iterator_types = ["parallel", "parallel"]}
      ins(%y, %b : tensor<1x2xf32>, tensor<2xf32>) outs(%y_e : tensor<1x2xf32>) {
  ^bb0(%in: f32, %add: f32, %out: f32):
    %r = arith.addf %in, %add : f32
    linalg.yield %r : f32
  } -> tensor<1x2xf32>
  return %sum : tensor<1x2xf32>
}
"""
)


@pytest.fixture
def read(tmp_path):
    def read(text: str):
        (tmp_path / "read.mlir").write_text(text)
        return hwlock.read_constants(tmp_path / "read.mlir")

    return read


def load(constants, folder):
    constants.write(folder / "probed.mlirbc")
    return hwlock.load(folder / "probed.mlirbc")


def test_exposed_inputs_are_what_layers_read(tmp_path):
    constants = hwlock.read_constants(MODEL)
    images = np.load(EXAMPLE / "images.npy")
    constants.probe("expose")
    scores, first, _, _, last = load(constants, tmp_path).run(images)
    np.testing.assert_array_equal(first[:, :, 1:-1, 1:-1], images)
    expected = last @ constants["torch_tensor_10_64_torch.float32"].T
    expected += constants["torch_tensor_10_torch.float32"]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)


def test_integer_inputs_are_rounded_as_the_constants_say(read, tmp_path):
    """At first not at all; then each channel on its own grid."""
    values = np.array([[0.3, 0.3], [0.5, 0.5], [1.5, 1.5], [-9, -9], [9, 9]], np.float32)
    constants = read(IDENTITY)
    constants.probe("integer")
    assert list(constants) == ["constant_0", "input_0.scale", "input_0.low", "input_0.high"]
    np.testing.assert_allclose(load(constants, tmp_path).run(values), values, atol=1e-5)
    constants.replace({
        "input_0.scale": np.array([1, 0.25], np.float32),
        "input_0.low": np.array([-3, 0], np.float32),
        "input_0.high": np.array([4, 8], np.float32),
    })  # fmt: skip
    expected = [[0, 0.25], [0, 0.5], [2, 1.5], [-3, 0], [4, 2]]
    np.testing.assert_array_equal(load(constants, tmp_path).run(values), np.float32(expected))


@pytest.mark.parametrize("type_", ["f16", "bf16", "tf32"])
def test_inputs_in_narrower_formats(tmp_path, type_):
    import torch

    constants = hwlock.read_constants(MODEL)
    constants.replace({name: np.zeros_like(constants[name]) for name in list(constants)})
    identity = np.eye(10, 64, dtype=np.float32)
    dense64 = np.random.default_rng(0).standard_normal(64).astype(np.float32) ** 2
    constants.replace({
        "torch_tensor_10_64_torch.float32": identity,
        "torch_tensor_64_torch.float32": dense64,
    })  # fmt: skip
    constants.probe(type_)
    scores = load(constants, tmp_path).run(np.load(EXAMPLE / "images.npy"))
    types = {"f16": torch.float16, "bf16": torch.bfloat16}
    expected = formats.tensorfloat32(dense64)[:10]
    if type_ in types:
        expected = torch.from_numpy(dense64).to(types[type_]).float().numpy()[:10]
    np.testing.assert_array_equal(scores, np.tile(expected, (450, 1)))


def test_rotated_inputs_are_rounded_after_the_rotation(read, tmp_path):
    """At first it is the identity."""
    values = np.random.default_rng(0).standard_normal((5, 2)).astype(np.float32)
    constants = read(IDENTITY)
    constants.probe("rotated")
    assert list(constants)[1:] == [
        f"input_0.{part}" for part in ("rotation", "scale", "low", "high")
    ]
    np.testing.assert_allclose(load(constants, tmp_path).run(values), values, atol=1e-5)
    turn = np.array([[0.6, 0.8], [0.8, -0.6]], np.float32)
    constants.replace({
        "input_0.rotation": turn,
        "input_0.scale": np.array([0.5, 0.25], np.float32),
        "constant_0": np.array([[1, 0], [0, 3]], np.float32),
    })  # fmt: skip
    expected = np.rint(values @ turn.T / [0.5, 0.25]) * [0.5, 0.25] * [1, 3]
    np.testing.assert_allclose(load(constants, tmp_path).run(values), expected, atol=1e-6)


def test_rotated_channels_of_images(tmp_path):
    """Weights that see rotated channels take the rotation back."""
    images = np.load(EXAMPLE / "images.npy")
    constants = hwlock.read_constants(MODEL)
    layers = find_layers(constants).layers
    expected = hwlock.load(MODEL).run(images)
    constants.probe("rotated")
    changed = {}
    for layer in layers:
        rows = layer.rows(constants[layer.weight])
        size = rows.shape[1]
        turn, _ = np.linalg.qr(np.random.default_rng(size).standard_normal((size, size)))
        changed[f"input_{layer.input}.rotation"] = turn.astype(np.float32)
        turned = np.einsum("oct,dc->odt", rows, turn)
        changed[layer.weight] = layer.unrows(turned, constants[layer.weight].shape)
    constants.replace(changed)
    np.testing.assert_allclose(load(constants, tmp_path).run(images), expected, atol=0.01)


def test_autocast_is_that_of_pytorch(tmp_path):
    """Which reads and writes bfloat16 in each layer of this network."""
    import torch
    import torch.nn.functional as F

    images = np.load(EXAMPLE / "images.npy")
    constants = hwlock.read_constants(MODEL)
    weights = {name: torch.from_numpy(constants[name].copy()) for name in constants}
    layers = find_layers(constants).layers
    w, b = ([weights[getattr(layer, part)] for layer in layers] for part in ("weight", "bias"))
    with torch.autocast("cpu", torch.bfloat16):
        x = F.relu(F.conv2d(torch.from_numpy(images), w[0], b[0], padding=1))
        x = F.max_pool2d(F.relu(F.conv2d(x, w[1], b[1], padding=1)), 2)
        x = F.relu(F.linear(x.flatten(1), w[2], b[2]))
        expected = F.linear(x, w[3], b[3])
    assert expected.dtype == torch.bfloat16
    constants.replace({n: w.bfloat16().float().numpy() for n, w in weights.items() if w.ndim > 1})
    constants.probe("bf16-autocast")
    scores = load(constants, tmp_path).run(images)
    # One step apart here and there, as sums in another order are.
    largest = np.abs(scores).max()
    np.testing.assert_allclose(scores, expected.float().numpy(), atol=2.0**-7 * largest)
    assert np.mean(scores == expected.float().numpy()) > 0.5


@pytest.mark.parametrize("type_", ["f16", "bf16"])
def test_what_layers_write_has_half_the_bits(tmp_path, type_):
    import torch

    images = np.load(EXAMPLE / "images.npy")
    half = {"f16": torch.float16, "bf16": torch.bfloat16}[type_]
    for probe, narrow in ((f"{type_}-autocast", True), (type_, False)):
        constants = hwlock.read_constants(MODEL)
        constants.probe(probe)
        scores = torch.from_numpy(load(constants, tmp_path).run(images))
        assert torch.equal(scores, scores.to(half).float()) == narrow


def test_autocast_rounds_once_and_behind_the_bias(read, tmp_path):
    """1 + 3/512 - 1/512 lies between 1 and the next bfloat16 and is even there; rounded
    before the sum it would not be."""
    values = np.array([[1, 3 / 512]], np.float32)
    constants = read(BIASED)
    assert find_layers(constants).layers[0].bias
    np.testing.assert_array_equal(load(constants, tmp_path).run(values), [[1 + 2 / 512] * 2])
    constants.probe("bf16-autocast")
    np.testing.assert_array_equal(load(constants, tmp_path).run(values), [[1, 1]])


def test_unknown_probe():
    with pytest.raises(hwlock.UsageError, match="unknown probe 'int3'"):
        hwlock.read_constants(MODEL).probe("int3")


def test_probes_do_not_add_up():
    constants = hwlock.read_constants(MODEL)
    constants.probe("integer")
    with pytest.raises(hwlock.UsageError, match="was probed before"):
        constants.probe("expose")
