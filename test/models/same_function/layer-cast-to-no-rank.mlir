// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer is read without a rank, on its way to where nothing reads it.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %any = tensor.cast %y : tensor<2x4xf32> to tensor<*xf32>
  return %x : tensor<2x3xf32>
}
