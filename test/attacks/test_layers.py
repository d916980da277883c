"""What hwlock.attacks finds in modules.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest

import hwlock
from hwlock.attacks import find_layers
from hwlock.attacks.layers import Input, Reader, Stream

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/digits"
MODEL = EXAMPLE / "model.mlir"


def matrix(name: str, rows: int, columns: int) -> str:
    """A constant with other numbers for each name."""
    rng = np.random.default_rng(sum(map(ord, name)))
    values = rng.integers(-8, 9, (rows, columns)) / 4
    text = ", ".join("[" + ", ".join(f"{v:.2f}" for v in row) + "]" for row in values)
    return f"%{name} = arith.constant dense<[{text}]> : tensor<{rows}x{columns}xf32>\n"


def dense(name: str, source: str, weight: str, rows: int, inputs: int, outputs: int) -> str:
    return f"""
  %{name}_e = tensor.empty() : tensor<{rows}x{outputs}xf32>
  %{name}_z = linalg.fill ins(%zero : f32) outs(%{name}_e : tensor<{rows}x{outputs}xf32>)
      -> tensor<{rows}x{outputs}xf32>
  %{name} = linalg.matmul ins(%{source}, %{weight} : tensor<{rows}x{inputs}xf32>,
      tensor<{inputs}x{outputs}xf32>) outs(%{name}_z : tensor<{rows}x{outputs}xf32>)
      -> tensor<{rows}x{outputs}xf32>
"""


def mapped(name: str, sources: list[str], body: str, shape: str) -> str:
    """An operation on each element."""
    maps = ", ".join(["affine_map<(i, j) -> (i, j)>"] * (len(sources) + 1))
    types = ", ".join([f"tensor<{shape}>"] * len(sources))
    ins = ", ".join(f"%{source}" for source in sources)
    arguments = ", ".join(f"%in{i}: f32" for i in range(len(sources)))
    return f"""
  %{name}_e = tensor.empty() : tensor<{shape}>
  %{name} = linalg.generic {{indexing_maps = [{maps}], iterator_types = ["parallel", "parallel"]}}
      ins({ins} : {types}) outs(%{name}_e : tensor<{shape}>) {{
  ^bb0({arguments}, %out: f32):
    {body}
  }} -> tensor<{shape}>
"""


RELU = "%r = arith.maximumf %in0, %zero : f32\n    linalg.yield %r : f32"
LEAKY = """%slope = arith.constant 0.1 : f32
    %small = arith.mulf %in0, %slope : f32
    %above = arith.cmpf ugt, %in0, %zero : f32
    %r = arith.select %above, %in0, %small : f32
    linalg.yield %r : f32"""
ADD = "%r = arith.addf %in0, %in1 : f32\n    linalg.yield %r : f32"
SQUARE = "%r = arith.mulf %in0, %in0 : f32\n    linalg.yield %r : f32"
SHIFT = """%one = arith.constant 1.0 : f32
    %r = arith.addf %in0, %one : f32
    linalg.yield %r : f32"""


def residual(activation: str = RELU) -> str:
    """relu(x W0) = s; s + relu(s W1) W2, then W3: two writers of one stream."""
    return (
        "func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {\n"
        "  %zero = arith.constant 0.0 : f32\n"
        + matrix("w0", 3, 4) + matrix("w1", 4, 5) + matrix("w2", 5, 4) + matrix("w3", 4, 2)
        + dense("a", "x", "w0", 2, 3, 4) + mapped("s", ["a"], activation, "2x4xf32")
        + dense("b", "s", "w1", 2, 4, 5) + mapped("t", ["b"], activation, "2x5xf32")
        + dense("c", "t", "w2", 2, 5, 4) + mapped("sum", ["s", "c"], ADD, "2x4xf32")
        + dense("y", "sum", "w3", 2, 4, 2)
        + "  return %y : tensor<2x2xf32>\n}\n"
    )  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def read(text: str):
        (tmp_path / "model.mlir").write_text(text)
        return hwlock.read_constants(tmp_path / "model.mlir")

    return read


def test_layers_of_the_example():
    found = find_layers(hwlock.read_constants(MODEL))
    assert [layer.weight for layer in found.layers] == [
        "torch_tensor_16_1_3_3_torch.float32",
        "torch_tensor_32_16_3_3_torch.float32",
        "torch_tensor_64_512_torch.float32",
        "torch_tensor_10_64_torch.float32",
    ]
    assert [layer.bias for layer in found.layers] == [
        f"torch_tensor_{n}_torch.float32" for n in (16, 32, 64, 10)
    ]
    assert [layer.kind for layer in found.layers] == ["convolution"] * 2 + ["matmul"] * 2
    assert all(layer.groups == 1 for layer in found.layers)
    # The one input channel of the first has no axis of its own.
    assert [(layer.outputs, layer.inputs) for layer in found.layers] == [
        ((0,), ()), ((0,), (1,)), ((0,), (1,)), ((0,), (1,)),
    ]  # fmt: skip
    assert found.layers[1].strides == found.layers[1].dilations == (1, 1)
    assert found.inputs == (
        Input((450, 1, 10, 10), 1), Input((450, 16, 10, 10), 1), Input((450, 512), 1), Input((450, 64), 1),
    )  # fmt: skip
    # The third reads each channel of the second at 16 places.
    assert [stream.readers for stream in found.streams] == [
        (Reader(1, 1),), (Reader(2, 16),), (Reader(3, 1),),
    ]  # fmt: skip
    assert [stream.biases for stream in found.streams] == [
        (layer.bias,) for layer in found.layers[:3]
    ]


@pytest.mark.parametrize("activation", [RELU, LEAKY])
def test_residual_streams_are_one(read, activation):
    found = find_layers(read(residual(activation)))
    assert [layer.outputs for layer in found.layers] == [(1,)] * 4
    assert found.streams == (
        Stream((0, 2), (Reader(1, 1), Reader(3, 1)), ()),
        Stream((1,), (Reader(2, 1),), ()),
    )


@pytest.mark.parametrize("activation", [SQUARE, SHIFT])
def test_what_does_not_scale_ends_a_stream(read, activation):
    assert find_layers(read(residual(activation))).streams == ()


def test_what_the_function_returns_is_no_stream(read):
    text = residual().replace("return %y", "return %y, %t").replace(
        "-> tensor<2x2xf32> {\n  %zero", "-> (tensor<2x2xf32>, tensor<2x5xf32>) {\n  %zero"
    ).replace(": tensor<2x2xf32>\n}", ": tensor<2x2xf32>, tensor<2x5xf32>\n}")  # fmt: skip
    found = find_layers(read(text))
    assert [stream.writers for stream in found.streams] == [(0, 2)]


def test_kernels_that_lie_channels_last(read):
    weight = ", ".join(["[[[1.0, 2.0]], [[3.0, 4.0]], [[5.0, 6.0]]]"])
    found = find_layers(read(f"""
func.func @main(%x: tensor<1x3x4x1xf32>) -> tensor<1x1x4x2xf32> {{
  %w = arith.constant dense<[{weight}]> : tensor<1x3x1x2xf32>
  %e = tensor.empty() : tensor<1x1x4x2xf32>
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x1x4x2xf32>) -> tensor<1x1x4x2xf32>
  %t = tensor.empty() : tensor<3x1x1x2xf32>
  %wt = linalg.transpose ins(%w : tensor<1x3x1x2xf32>) outs(%t : tensor<3x1x1x2xf32>) permutation = [1, 0, 2, 3]
  %y = linalg.conv_2d_nhwc_hwcf {{strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}}
      ins(%x, %wt : tensor<1x3x4x1xf32>, tensor<3x1x1x2xf32>) outs(%z : tensor<1x1x4x2xf32>) -> tensor<1x1x4x2xf32>
  return %y : tensor<1x1x4x2xf32>
}}
"""))  # fmt: skip
    (layer,) = found.layers
    assert (layer.outputs, layer.inputs) == ((3,), ())
    assert found.inputs == (Input((1, 3, 4, 1), 3),)


def test_each_channel_alone(read):
    found = find_layers(read("""
func.func @main(%x: tensor<1x2x3x3xf32>) -> tensor<1x2x2x2xf32> {
  %w = arith.constant dense<[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]> : tensor<2x2x2xf32>
  %e = tensor.empty() : tensor<1x2x2x2xf32>
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  %y = linalg.depthwise_conv_2d_nchw_chw
      ins(%x, %w : tensor<1x2x3x3xf32>, tensor<2x2x2xf32>) outs(%z : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>
  return %y : tensor<1x2x2x2xf32>
}
"""))  # fmt: skip
    (layer,) = found.layers
    assert layer.groups == 2 and layer.separate
    assert (layer.outputs, layer.inputs) == ((0,), ())
    assert found.inputs == (Input((1, 2, 3, 3), 1),)


def test_groups_that_share_an_axis_with_outputs(read):
    """As PyTorch writes weights of grouped convolutions."""
    found = find_layers(read("""
func.func @main(%x: tensor<1x2x3xf32>) -> tensor<1x2x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0, 3.0], [3.0, 4.0, 5.0], [5.0, 6.0, 7.0], [7.0, 8.0, 9.0]]> : tensor<4x3xf32>
  %split = tensor.expand_shape %w [[0, 1], [2]] output_shape [2, 2, 3] : tensor<4x3xf32> into tensor<2x2x3xf32>
  %e = tensor.empty() : tensor<1x2x2xf32>
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2x2xf32>) -> tensor<1x2x2xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, g, o, i) -> (n, g, i)>, affine_map<(n, g, o, i) -> (g, o, i)>,
                                        affine_map<(n, g, o, i) -> (n, g, o)>],
                       iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %split : tensor<1x2x3xf32>, tensor<2x2x3xf32>) outs(%z : tensor<1x2x2xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %c, %p : f32
    linalg.yield %s : f32
  } -> tensor<1x2x2xf32>
  return %y : tensor<1x2x2xf32>
}
"""))  # fmt: skip
    (layer,) = found.layers
    assert layer.groups == 2
    assert (layer.outputs, layer.inputs) == ((0,), (1,))


def test_flattened_channels_that_are_split_into_groups(read):
    """Three channels at two places, flattened, are read in two groups of three."""
    found = find_layers(read(
        "func.func @main(%x: tensor<1x4xf32>) -> tensor<1x2x1xf32> {\n"
        "  %zero = arith.constant 0.0 : f32\n"
        "  %w = arith.constant dense<[[[1.0], [2.0]], [[3.0], [4.0]], [[5.0], [6.0]]]> : tensor<3x2x1xf32>\n"
        "  %v = arith.constant dense<[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]> : tensor<2x1x3xf32>\n"
        """
  %x3 = tensor.expand_shape %x [[0], [1, 2]] output_shape [1, 2, 2] : tensor<1x4xf32> into tensor<1x2x2xf32>
  %ye = tensor.empty() : tensor<1x3x2xf32>
  %yz = linalg.fill ins(%zero : f32) outs(%ye : tensor<1x3x2xf32>) -> tensor<1x3x2xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(n, c, p, i, k) -> (n, i, p)>, affine_map<(n, c, p, i, k) -> (c, i, k)>,
                                        affine_map<(n, c, p, i, k) -> (n, c, p)>],
                       iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x3, %w : tensor<1x2x2xf32>, tensor<3x2x1xf32>) outs(%yz : tensor<1x3x2xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %c, %p : f32
    linalg.yield %s : f32
  } -> tensor<1x3x2xf32>
  %flat = tensor.collapse_shape %y [[0], [1, 2]] : tensor<1x3x2xf32> into tensor<1x6xf32>
  %split = tensor.expand_shape %flat [[0], [1, 2]] output_shape [1, 2, 3] : tensor<1x6xf32> into tensor<1x2x3xf32>
  %ze = tensor.empty() : tensor<1x2x1xf32>
  %zz = linalg.fill ins(%zero : f32) outs(%ze : tensor<1x2x1xf32>) -> tensor<1x2x1xf32>
  %z = linalg.generic {indexing_maps = [affine_map<(n, g, o, i) -> (n, g, i)>, affine_map<(n, g, o, i) -> (g, o, i)>,
                                        affine_map<(n, g, o, i) -> (n, g, o)>],
                       iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%split, %v : tensor<1x2x3xf32>, tensor<2x1x3xf32>) outs(%zz : tensor<1x2x1xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %c, %p : f32
    linalg.yield %s : f32
  } -> tensor<1x2x1xf32>
  return %z : tensor<1x2x1xf32>
}
"""))  # fmt: skip
    assert [layer.groups for layer in found.layers] == [1, 2]
    assert found.streams == (Stream((0,), (Reader(1, 2),), ()),)


def test_weights_that_are_broadcast_to_a_batch(read):
    found = find_layers(read("""
func.func @main(%x: tensor<2x3x2xf32>) -> tensor<2x3x4xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]> : tensor<4x2xf32>
  %e = tensor.empty() : tensor<2x2x4xf32>
  %all = linalg.generic {indexing_maps = [affine_map<(b, k, n) -> (n, k)>, affine_map<(b, k, n) -> (b, k, n)>],
      iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%w : tensor<4x2xf32>) outs(%e : tensor<2x2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<2x2x4xf32>
  %i = tensor.empty() : tensor<2x3x4xf32>
  %zero = arith.constant 0.0 : f32
  %z = linalg.fill ins(%zero : f32) outs(%i : tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  %y = linalg.batch_matmul ins(%x, %all : tensor<2x3x2xf32>, tensor<2x2x4xf32>)
      outs(%z : tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return %y : tensor<2x3x4xf32>
}
"""))  # fmt: skip
    (layer,) = found.layers
    assert (layer.outputs, layer.inputs) == ((0,), (1,))
    assert found.inputs == (Input((2, 3, 2), 2),)
