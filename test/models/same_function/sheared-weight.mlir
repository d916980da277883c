// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer reads its weight along diagonals: output o meets channel c by element (o, o + c).

#only = affine_map<(o, c) -> (o)>
#vector = affine_map<(o, c) -> (c)>
#sheared = affine_map<(o, c) -> (o, o + c)>

func.func @main(%x: tensor<3xf32>) -> tensor<4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5, -0.25, 0.875],
      [-0.75, 0.25, 1.125, -0.5, 1.25, 0.625],
      [1.0, 0.625, -0.375, 0.875, -1.5, 0.125],
      [0.375, -0.5, 1.75, 0.25, -1.0, 1.375]
  ]> : tensor<4x6xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<4xf32>) -> tensor<4xf32>
  %z = linalg.generic {
      indexing_maps = [#vector, #sheared, #only],
      iterator_types = ["parallel", "reduction"]}
      ins(%x, %w : tensor<3xf32>, tensor<4x6xf32>) outs(%i : tensor<4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  return %z : tensor<4xf32>
}
