// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Factors on both sides of the weight in the middle would take bits from it.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
  %w1 = arith.constant dense<3.0e17> : tensor<3x2xf32>
  %w2 = arith.constant dense<[
      [1.486057e-35, 2.125062e-35],
      [1.604942e-35, 2.407412e-35]
  ]> : tensor<2x2xf32>
  %w3 = arith.constant dense<[[3.0e17, 6.0e17], [9.0e17, -3.0e17]]> : tensor<2x2xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<2x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x2xf32>) -> tensor<2x2xf32>
  %y1 = linalg.matmul ins(%x, %w1 : tensor<2x3xf32>, tensor<3x2xf32>)
      outs(%i : tensor<2x2xf32>) -> tensor<2x2xf32>
  %y2 = linalg.matmul ins(%y1, %w2 : tensor<2x2xf32>, tensor<2x2xf32>)
      outs(%i : tensor<2x2xf32>) -> tensor<2x2xf32>
  %z = linalg.matmul ins(%y2, %w3 : tensor<2x2xf32>, tensor<2x2xf32>)
      outs(%i : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %z : tensor<2x2xf32>
}
