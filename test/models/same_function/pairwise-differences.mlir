// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is subtracted from a layer is the layer at another token, not a mean over channels.

#first = affine_map<(i, j, c) -> (i, c)>
#second = affine_map<(i, j, c) -> (j, c)>
#pair = affine_map<(i, j, c) -> (i, j, c)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<3x3x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %e = tensor.empty() : tensor<3x3x4xf32>
  %z = linalg.generic {
      indexing_maps = [#first, #second, #pair],
      iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y, %y : tensor<3x4xf32>, tensor<3x4xf32>) outs(%e : tensor<3x3x4xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %d = arith.subf %a, %b : f32
    linalg.yield %d : f32
  } -> tensor<3x3x4xf32>
  return %z : tensor<3x3x4xf32>
}
