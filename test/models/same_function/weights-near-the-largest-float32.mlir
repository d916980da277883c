// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Factors on both sides of the weight in the middle would overflow it.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
  %w1 = arith.constant dense<[[8.0e-19, 9.0e-19], [7.0e-19, 8.0e-19], [8.0e-19, 6.0e-19]]> : tensor<3x2xf32>
  %w2 = arith.constant dense<[
      [8.205110e35, 1.173331e36],
      [8.861520e35, 1.329228e36]
  ]> : tensor<2x2xf32>
  %w3 = arith.constant dense<[[8.0e-19, 1.6e-18], [2.4e-18, -8.0e-19]]> : tensor<2x2xf32>
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
