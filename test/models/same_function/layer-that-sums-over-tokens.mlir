// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer behind a layer norm sums over tokens too, so that what is shifted comes three times.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>
#channel = affine_map<(i, c) -> (c)>
#token = affine_map<(o, t, c) -> (t, c)>
#weight = affine_map<(o, t, c) -> (c, o)>
#only = affine_map<(o, t, c) -> (o)>

func.func @main(%x: tensor<3x4xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %beta = arith.constant dense<[1.25, 1.75, -0.5, 0.75]> : tensor<4xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %i1_empty = tensor.empty() : tensor<3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<3xf32>) -> tensor<3xf32>
  %e = tensor.empty() : tensor<3x4xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<3x4xf32>) outs(%i1 : tensor<3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  %d = linalg.generic {
      indexing_maps = [#id, #row, #channel, #id],
      iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum, %beta : tensor<3x4xf32>, tensor<3xf32>, tensor<4xf32>)
      outs(%e : tensor<3x4xf32>) {
  ^bb0(%in: f32, %s: f32, %b: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    %t = arith.addf %c, %b : f32
    linalg.yield %t : f32
  } -> tensor<3x4xf32>
  %i_empty = tensor.empty() : tensor<2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2xf32>) -> tensor<2xf32>
  %z = linalg.generic {
      indexing_maps = [#token, #weight, #only],
      iterator_types = ["parallel", "reduction", "reduction"]}
      ins(%d, %w : tensor<3x4xf32>, tensor<4x2xf32>) outs(%i : tensor<2xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<2xf32>
  return %z : tensor<2xf32>
}
