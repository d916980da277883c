// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nothing reads the layer, whose weight is empty: there is no least of no numbers.

func.func @main(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %w = arith.constant dense<> : tensor<4x0xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<3x0xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x0xf32>) -> tensor<3x0xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x4xf32>, tensor<4x0xf32>)
      outs(%i : tensor<3x0xf32>) -> tensor<3x0xf32>
  return %x : tensor<3x4xf32>
}
