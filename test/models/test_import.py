"""Modules of PyTorch and ONNX: what importing keeps, folds and refuses.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import inspect

import numpy as np
import onnx
import pytest
import torch
from onnx import helper
from torch import nn

from hwlock import onnx as hwlock_onnx
from hwlock.importing import ImportFailure
from hwlock.torch import to_mlir


def normalised() -> nn.Module:
    torch.manual_seed(1)
    module = nn.Sequential(
        nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
        nn.Conv2d(8, 4, 3), nn.BatchNorm2d(4),
    )
    for part in (module[1], module[4]):
        part.running_mean.normal_()
        part.running_var.uniform_(0.5, 2)
    return module


def test_batch_norm_is_folded_and_the_module_stays_as_it_is(hwlock, tmp_path):
    module, image = normalised().train(), torch.randn(2, 3, 8, 8)
    before = {name: value.clone() for name, value in module.state_dict().items()}
    text = to_mlir(module, image)
    assert module.training and module[1].training
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())
    assert "sqrt" not in text

    model, inputs = tmp_path / "model.mlir", tmp_path / "input.npy"
    model.write_text(text)
    np.save(inputs, image.numpy())
    with torch.no_grad():
        expected = module.eval()(image).numpy()
    result = hwlock.run_model(model, inputs)
    assert np.abs(result - expected).max() <= 1e-5 * np.abs(expected).max()


class Twice(nn.Module):
    """One convolution before two normalisations: nothing can be folded."""

    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(1, 2, 3)
        self.first, self.second = nn.BatchNorm2d(2), nn.BatchNorm2d(2)

    def forward(self, x):
        return self.first(self.convolution(x)) + self.second(self.convolution(2 * x))


def test_shared_weights_are_not_folded():
    assert "sqrt" in to_mlir(Twice(), torch.randn(1, 1, 4, 4))


class Buffers(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("offset", torch.arange(4.0), persistent=False)

    def forward(self, x):
        return x + self.offset


def test_buffers_that_are_not_saved_are_imported():
    assert "dense_resource" in to_mlir(Buffers(), torch.randn(2, 4))


def test_function_and_dynamic_batch():
    text = to_mlir(Buffers(), torch.randn(1, 4), dynamic_batch=True, function="predict")
    assert "func.func @predict(%arg0: tensor<?x4xf32>) -> tensor<?x4xf32>" in text


class Bessel(nn.Module):
    def forward(self, x):
        return torch.special.bessel_j0(x)


class Scan(nn.Module):
    def forward(self, x):
        return torch.cumsum(x, 0)


class Random(nn.Module):
    def forward(self, x):
        return x + torch.rand_like(x)


class Branch(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x


@pytest.mark.parametrize(
    "module, operation, words",
    [
        (Bessel, "aten.special_bessel_j0", "failed to legalize"),
        (Scan, "tm_tensor.scan", "has no form in linalg"),
        (Random, "ml_program.global_load", "has no form in linalg"),
        (Branch, None, "torch.export cannot trace the module"),
    ],
)
def test_what_is_not_supported_is_named_with_its_place(module, operation, words):
    with pytest.raises(ImportFailure, match=words) as caught:
        to_mlir(module(), torch.randn(4, 4))
    assert caught.value.operation == operation
    lines, start = inspect.getsourcelines(module.forward)
    assert caught.value.place in [f"{__file__}:{start + i}" for i in range(len(lines))]
    assert str(caught.value).startswith(caught.value.place)


def onnx_model(path, operator: str, domain: str = "", opset: int = 17) -> None:
    """One node that makes a tensor of four numbers of another."""
    def value(name):
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [4])

    node = helper.make_node(operator, ["x"], ["y"], name="the-node", domain=domain)
    graph = helper.make_graph([node], "a graph", [value("x")], [value("y")])
    versions = [helper.make_opsetid("", opset)]
    if domain:
        versions.append(helper.make_opsetid(domain, 1))
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=8), path)


def test_onnx_function_is_called_main(tmp_path):
    onnx_model(tmp_path / "model.onnx", "Relu")
    text = hwlock_onnx.to_mlir(tmp_path / "model.onnx")
    assert "func.func @main(%arg0: tensor<4xf32>) -> tensor<4xf32>" in text
    assert "torch." not in text


def test_old_operators_of_onnx_are_converted(tmp_path):
    onnx_model(tmp_path / "model.onnx", "Softmax", opset=11)
    assert "linalg" in hwlock_onnx.to_mlir(tmp_path / "model.onnx")


def test_operator_that_onnx_does_not_have_is_named(tmp_path):
    path = tmp_path / "model.onnx"
    onnx_model(path, "Conjure", domain="com.example")
    with pytest.raises(ImportFailure, match="'com.example.Conjure' of opset 17") as caught:
        hwlock_onnx.to_mlir(path)
    assert caught.value.operation == "com.example.Conjure"
    assert caught.value.place == f"{path}: node 'the-node'"


def test_what_is_not_an_onnx_model_is_named(tmp_path):
    path = tmp_path / "model.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(ImportFailure, match="not a model that can be read") as caught:
        hwlock_onnx.to_mlir(path)
    assert caught.value.place == str(path)
    with pytest.raises(FileNotFoundError):
        hwlock_onnx.to_mlir(tmp_path / "absent.onnx")
