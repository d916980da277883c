// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scores of attention from float32 queries and keys: the named operation rounds both to float16.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf16> {
  %wq = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %wk = arith.constant dense<[
      [-1.0, 0.25, 0.5, -0.625],
      [0.75, 1.25, -0.25, 0.5],
      [0.375, -0.875, 1.5, 1.0]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %half_zero = arith.constant 0.0 : f16
  %i_empty = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x4xf32>) -> tensor<2x4xf32>
  %q = linalg.matmul ins(%x, %wq : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %k = linalg.matmul ins(%x, %wk : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %t_empty = tensor.empty() : tensor<4x2xf32>
  %t = linalg.transpose ins(%k : tensor<2x4xf32>)
      outs(%t_empty : tensor<4x2xf32>) permutation = [1, 0]
  %j_empty = tensor.empty() : tensor<2x2xf16>
  %j = linalg.fill ins(%half_zero : f16) outs(%j_empty : tensor<2x2xf16>) -> tensor<2x2xf16>
  %z = linalg.matmul ins(%q, %t : tensor<2x4xf32>, tensor<4x2xf32>)
      outs(%j : tensor<2x2xf16>) -> tensor<2x2xf16>
  return %z : tensor<2x2xf16>
}
