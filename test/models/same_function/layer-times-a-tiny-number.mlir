// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer is made so small that a test with an absolute tolerance takes any shift for none.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<3x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %tiny = arith.constant 1.0e-10 : f32
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %z = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<3x4xf32>) outs(%i_empty : tensor<3x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %t = arith.mulf %in, %tiny : f32
    linalg.yield %t : f32
  } -> tensor<3x4xf32>
  return %z : tensor<3x4xf32>
}
