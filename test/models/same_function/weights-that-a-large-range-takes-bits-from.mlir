// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The weight in the middle is far from the least float32, but range=40 reaches it from both
// sides.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x4xf32> {
  %w1 = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %w2 = arith.constant dense<[
      [-4.075734e-19, -7.543334e-19, 6.681498e-20, 3.860118e-19],
      [-1.986947e-19, -7.481167e-19, 5.375783e-19, -1.526842e-18],
      [-8.941321e-19, 3.428064e-20, -1.180531e-18, 2.428115e-20],
      [-4.758617e-20, 7.795325e-19, -7.934541e-19, -5.428874e-19]
  ]> : tensor<4x4xf32>
  %w3 = arith.constant dense<[
      [8.7e17, -3.7e17, -1.6e17, -7.7e17],
      [-6.1e17, -1.5e18, 6.0e17, -1.3e18],
      [-8.6e17, 4.1e17, 4.6e17, -4.6e17],
      [-2.3e18, 4.8e17, 3.0e17, -1.6e18]
  ]> : tensor<4x4xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y1 = linalg.matmul ins(%x, %w1 : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y2 = linalg.matmul ins(%y1, %w2 : tensor<2x4xf32>, tensor<4x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %z = linalg.matmul ins(%y2, %w3 : tensor<2x4xf32>, tensor<4x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %z : tensor<2x4xf32>
}
