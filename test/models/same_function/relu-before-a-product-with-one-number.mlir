// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What reads a ReLU looks like a contraction, but its weight is a number, and it transposes.

#id = affine_map<(i, c) -> (i, c)>
#number = affine_map<(i, c) -> ()>
#turned = affine_map<(i, c) -> (c, i)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<4x3xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %half = arith.constant 0.5 : f32
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<3x4xf32>) outs(%i_empty : tensor<3x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %r = arith.maximumf %in, %zero : f32
    linalg.yield %r : f32
  } -> tensor<3x4xf32>
  %j_empty = tensor.empty() : tensor<4x3xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<4x3xf32>) -> tensor<4x3xf32>
  %z = linalg.generic {
      indexing_maps = [#id, #number, #turned],
      iterator_types = ["parallel", "parallel"]}
      ins(%relu, %half : tensor<3x4xf32>, f32) outs(%j : tensor<4x3xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x3xf32>
  return %z : tensor<4x3xf32>
}
