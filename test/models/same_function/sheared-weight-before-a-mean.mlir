// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer whose weight lies along diagonals, before its mean is subtracted: the same number in
// each row of the weight is another one for each of its outputs.

#only = affine_map<(o, c) -> (o)>
#vector = affine_map<(o, c) -> (c)>
#sheared = affine_map<(o, c) -> (o, o + c)>
#self = affine_map<(o) -> (o)>
#none = affine_map<(o) -> ()>

func.func @main(%x: tensor<3xf32>) -> tensor<4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5, -0.25, 0.875],
      [-0.75, 0.25, 1.125, -0.5, 1.25, 0.625],
      [1.0, 0.625, -0.375, 0.875, -1.5, 0.125],
      [0.375, -0.5, 1.75, 0.25, -1.0, 1.375]
  ]> : tensor<4x6xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %e = tensor.empty() : tensor<4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %y = linalg.generic {
      indexing_maps = [#vector, #sheared, #only],
      iterator_types = ["parallel", "reduction"]}
      ins(%x, %w : tensor<3xf32>, tensor<4x6xf32>) outs(%i : tensor<4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  %j_empty = tensor.empty() : tensor<f32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<f32>) -> tensor<f32>
  %sum = linalg.generic {indexing_maps = [#self, #none], iterator_types = ["reduction"]}
      ins(%y : tensor<4xf32>) outs(%j : tensor<f32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  %d = linalg.generic {indexing_maps = [#self, #none, #self], iterator_types = ["parallel"]}
      ins(%y, %sum : tensor<4xf32>, tensor<f32>) outs(%e : tensor<4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<4xf32>
  return %d : tensor<4xf32>
}
