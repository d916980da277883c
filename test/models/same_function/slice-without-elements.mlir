// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is cut out of a layer, and what is made of it, has no elements.

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x4xf32> {
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
  %columns = tensor.extract_slice %y[0, 0] [2, 0] [1, 1] : tensor<2x4xf32> to tensor<2x0xf32>
  %rows = tensor.extract_slice %y[0, 0] [0, 4] [1, 1] : tensor<2x4xf32> to tensor<0x4xf32>
  %flat = tensor.collapse_shape %rows [[0, 1]] : tensor<0x4xf32> into tensor<0xf32>
  %more = tensor.expand_shape %flat [[0, 1, 2]] output_shape [0, 2, 4]
      : tensor<0xf32> into tensor<0x2x4xf32>
  return %y : tensor<2x4xf32>
}
