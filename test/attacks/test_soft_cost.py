"""Multiplications and bytes that the cost of a soft lock is counted in.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib

import numpy as np
import pytest

import hwlock
from hwlock import soft

MODEL = pathlib.Path(__file__).resolve().parents[2] / "examples/digits/model.mlir"

CONVOLUTION = """
func.func @main(%x: tensor<{input}xf32>) -> tensor<{result}xf32> {{
  %w = arith.constant dense<{numbers}> : tensor<{weight}xf32>
  %zero = arith.constant dense<0.0> : tensor<{result}xf32>
  %0 = linalg.{name} {attributes}
      ins(%x, %w : tensor<{input}xf32>, tensor<{weight}xf32>)
      outs(%zero : tensor<{result}xf32>) -> tensor<{result}xf32>
  return %0 : tensor<{result}xf32>
}}
"""


@pytest.mark.parametrize(
    ("name", "steps", "source", "weight", "result", "each"),
    [
        ("conv_2d_nchw_fchw", "", "2x3x5x5", "4x3x3x3", "2x4x3x3", 3 * 9),
        ("conv_2d_nchw_fchw", "2", "2x3x7x7", "4x3x3x3", "2x4x3x3", 3 * 9),
        ("conv_2d_nhwc_hwcf", "2", "2x7x7x3", "1x1x3x4", "2x4x4x4", 3),
        ("conv_2d_ngchw_gfchw", "1", "2x2x3x5x5", "2x4x3x3x3", "2x2x4x3x3", 3 * 9),
        ("depthwise_conv_2d_nhwc_hwc", "1", "2x5x5x3", "3x3x3", "2x3x3x3", 9),
        ("conv_1d_ncw_fcw", "1", "2x3x9", "4x3x3", "2x4x7", 3 * 3),
    ],
)
def test_multiplications_of_convolutions(name, steps, source, weight, result, each, tmp_path):
    """`each`: multiplications for one element of the result."""
    rank = 1 if "1d" in name else 2
    attributes = (
        f"{{dilations = dense<1> : tensor<{rank}xi64>, "
        f"strides = dense<{steps}> : tensor<{rank}xi64>}}"
        if steps
        else ""
    )
    numbers = np.arange(1, 1 + np.prod([int(n) for n in weight.split("x")])).astype(float)
    text = str(numbers.reshape([int(n) for n in weight.split("x")]).tolist())
    (tmp_path / "model.mlir").write_text(
        CONVOLUTION.format(
            input=source,
            weight=weight,
            result=result,
            name=name,
            attributes=attributes,
            numbers=text,
        )
    )
    elements = int(np.prod([int(n) for n in result.split("x")]))
    assert soft.size_of(tmp_path / "model.mlir").macs == elements * each


def test_the_digits_network():
    """450 images: two convolutions on 8 by 8 places, two dense layers."""
    each = 16 * 9 * 64 + 16 * 32 * 9 * 64 + 512 * 64 + 64 * 10
    assert soft.size_of(MODEL) == soft.Size(450 * each, 153128)


def test_what_cannot_be_counted(tmp_path):
    (tmp_path / "model.mlir").write_text("""
func.func @main(%x: tensor<?x1xf32>, %z: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<?x1xf32>, tensor<1x2xf32>)
                     outs(%z : tensor<?x2xf32>) -> tensor<?x2xf32>
  return %0 : tensor<?x2xf32>
}
""")
    with pytest.raises(hwlock.InputError, match="leaves a dimension open"):
        soft.size_of(tmp_path / "model.mlir")


def test_constants_of_one_value_and_of_types_that_numpy_lacks(tmp_path):
    (tmp_path / "model.mlir").write_text("""
func.func @main() -> (tensor<9xf32>, tensor<3xf64>, tensor<2xbf16>) {
  %0 = arith.constant dense<0.0> : tensor<9xf32>
  %1 = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf64>
  %2 = arith.constant dense<[1.0, 2.0]> : tensor<2xbf16>
  return %0, %1, %2 : tensor<9xf32>, tensor<3xf64>, tensor<2xbf16>
}
""")
    assert soft.size_of(tmp_path / "model.mlir") == soft.Size(0, 3 * 8 + 2 * 2)
