// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A reduction over tokens of a layer keeps what it has once that is above a half.

#token = affine_map<(b, t, o, c) -> (b, t, c)>
#weight = affine_map<(b, t, o, c) -> (c, o)>
#outputs = affine_map<(b, t, o, c) -> (b, t, o)>
#all = affine_map<(b, o, t) -> (b, t, o)>
#each = affine_map<(b, o, t) -> (b, o)>

func.func @main(%x: tensor<2x5x3xf32>) -> tensor<2x2xf32> {
  %w = arith.constant dense<[
      [0.25, -0.5, 0.375, 0.625],
      [-0.375, 0.125, 0.5, -0.25],
      [0.5, 0.25, -0.125, 0.375]
  ]> : tensor<3x4xf32>
  %v = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %i_empty = tensor.empty() : tensor<2x5x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x5x4xf32>) -> tensor<2x5x4xf32>
  %y = linalg.generic {
      indexing_maps = [#token, #weight, #outputs],
      iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<2x5x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x5x4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x5x4xf32>
  %i1_empty = tensor.empty() : tensor<2x4xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<2x4xf32>) -> tensor<2x4xf32>
  %r = linalg.generic {
      indexing_maps = [#all, #each],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%y : tensor<2x5x4xf32>) outs(%i1 : tensor<2x4xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %above = arith.cmpf ogt, %acc, %half : f32
    %s = arith.select %above, %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  %j_empty = tensor.empty() : tensor<2x2xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<2x2xf32>) -> tensor<2x2xf32>
  %z = linalg.matmul ins(%r, %v : tensor<2x4xf32>, tensor<4x2xf32>)
      outs(%j : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %z : tensor<2x2xf32>
}
