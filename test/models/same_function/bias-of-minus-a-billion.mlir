// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A large negative bias masks an output: mixed with others, it leaves them few bits.

#id = affine_map<(i, c) -> (i, c)>
#channel = affine_map<(i, c) -> (c)>

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %bias = arith.constant dense<[0.5, -1.0e9, -0.25, 1.5]> : tensor<4xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %z = linalg.generic {
      indexing_maps = [#id, #channel, #id],
      iterator_types = ["parallel", "parallel"]}
      ins(%y, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%i_empty : tensor<2x4xf32>) {
  ^bb0(%in: f32, %b: f32, %out: f32):
    %s = arith.addf %in, %b : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  return %z : tensor<2x4xf32>
}
