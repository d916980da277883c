// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer reads the diagonal of another: each of its channels from a token of its own.

#diagonal = affine_map<(o, c) -> (c, c)>
#weight = affine_map<(o, c) -> (c, o)>
#only = affine_map<(o, c) -> (o)>

func.func @main(%x: tensor<4x3xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %v = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<4x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<4x4xf32>) -> tensor<4x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<4x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<4x4xf32>) -> tensor<4x4xf32>
  %j_empty = tensor.empty() : tensor<2xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<2xf32>) -> tensor<2xf32>
  %z = linalg.generic {
      indexing_maps = [#diagonal, #weight, #only],
      iterator_types = ["parallel", "reduction"]}
      ins(%y, %v : tensor<4x4xf32>, tensor<4x2xf32>) outs(%j : tensor<2xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<2xf32>
  return %z : tensor<2xf32>
}
