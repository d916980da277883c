"""A model as a module of PyTorch computes what hwlock's native code does.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import re

import numpy as np
import pytest
import torch
from torch import nn

import hwlock
from hwlock.attacks import find_layers
from hwlock.attacks.outputs import drift
from hwlock.attacks.replica import replica

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = ROOT / "examples/digits/model.mlir"
IMAGES = np.load(ROOT / "examples/digits/images.npy")
FUNCTION = re.compile(r"func\.func @(\w+)\(%x: tensor<([\dx]+)xf32>\)")
# Hand-written parts of networks: channels last, grouped convolutions, attention.
FORMS = [
    (name, function, tuple(map(int, shape.split("x"))))
    for name in ("gated", "grouped-query", "nhwc", "rotary")
    for function, shape in FUNCTION.findall((ROOT / f"test/Soft/{name}.mlir").read_text())
]
# Of outputs, relative to the largest.
SAME = 1e-5


def outputs(module, *arrays):
    with torch.no_grad():
        return module(*map(torch.from_numpy, arrays)).numpy()


def test_layers_are_those_that_toolchains_know():
    module = replica(MODEL)
    kinds = [type(layer) for layer in module.children()]
    assert kinds == [nn.Conv2d, nn.Conv2d, nn.Linear, nn.Linear]
    assert [layer.padding for layer in list(module.children())[:2]] == [(1, 1), (1, 1)]
    assert all(layer.bias is not None for layer in module.children())
    calls = [node.target for node in module.graph.nodes if node.op == "call_function"]
    assert calls.count(torch.relu) == 3 and torch.nn.functional.max_pool2d in calls
    assert drift(outputs(module, IMAGES), hwlock.load(MODEL).run(IMAGES)) < SAME


def test_other_constants():
    constants = hwlock.read_constants(MODEL)
    weight = find_layers(constants).layers[1].weight
    module = replica(MODEL, {weight: 0 * constants[weight]})
    assert not list(module.children())[1].weight.any()
    assert drift(outputs(module, IMAGES), outputs(replica(MODEL), IMAGES)) > 0.1


@pytest.mark.parametrize("name, function, shape", FORMS)
def test_hand_written_forms(name, function, shape):
    path = ROOT / f"test/Soft/{name}.mlir"
    x = np.random.default_rng(1).standard_normal(shape, np.float32)
    module = replica(path, function=function)
    assert drift(outputs(module, x), hwlock.load(path).run(x, function=function)) < SAME
    # What has a constant weight is a layer, apart from products that are no contractions.
    assert any(isinstance(layer, nn.Linear | nn.Conv2d) for layer in module.children())


SQUARE = """
  func.func @main(%x: tensor<4x4xf32>) -> tensor<4x4xf32> {{
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<4x4xf32>
    %f = linalg.fill ins(%zero : f32) outs(%e : tensor<4x4xf32>) -> tensor<4x4xf32>
    %y = {} -> tensor<4x4xf32>
    return %y : tensor<4x4xf32>
  }}
"""
MATMUL = "linalg.matmul ins(%x, %x : tensor<4x4xf32>, tensor<4x4xf32>) outs(%f : tensor<4x4xf32>)"
TURNED = """linalg.generic {indexing_maps = [affine_map<(i, j) -> (3 - i, j)>,
    affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
    ins(%x : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
      ^bb0(%a: f32, %b: f32):
        linalg.yield %a : f32
    }"""
OPEN = """
  func.func @main(%x: tensor<?xf32>) -> tensor<?xf32> {
    return %x : tensor<?xf32>
  }
"""


def test_products_of_two_values_are_no_layer(tmp_path):
    path = tmp_path / "square.mlir"
    path.write_text(SQUARE.format(MATMUL))
    x = np.random.default_rng(1).standard_normal((4, 4), np.float32)
    module = replica(path)
    assert not list(module.children())
    assert torch.matmul in {node.target for node in module.graph.nodes}
    np.testing.assert_allclose(outputs(module, x), x @ x, rtol=1e-4, atol=1e-6)


def test_what_has_no_counterpart(tmp_path):
    path = tmp_path / "other.mlir"
    path.write_text(SQUARE.format(TURNED))
    with pytest.raises(
        hwlock.InputError, match=r"'linalg.generic' has no counterpart.*: the index"
    ):
        replica(path)
    path.write_text(OPEN)
    with pytest.raises(hwlock.InputError, match="leaves a dimension open"):
        replica(path)
    with pytest.raises(hwlock.UsageError, match="no function 'other'"):
        replica(MODEL, function="other")
