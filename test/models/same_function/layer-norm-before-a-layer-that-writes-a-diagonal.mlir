// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer behind a mean with a shift writes its outputs on a diagonal: what is added to its
// inputs cannot be made up for behind it by one number for each output.

#weight = affine_map<(o, c) -> (c, o)>
#vector = affine_map<(o, c) -> (c)>
#written = affine_map<(o, c) -> (o, o)>
#self = affine_map<(c) -> (c)>
#none = affine_map<(c) -> ()>

func.func @main(%x: tensor<3xf32>) -> tensor<4x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %shift = arith.constant dense<[0.25, 0.5, -1.0]> : tensor<3xf32>
  %zero = arith.constant 0.0 : f32
  %three = arith.constant 3.0 : f32
  %j_empty = tensor.empty() : tensor<f32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<f32>) -> tensor<f32>
  %sum = linalg.generic {indexing_maps = [#self, #none], iterator_types = ["reduction"]}
      ins(%x : tensor<3xf32>) outs(%j : tensor<f32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  %e = tensor.empty() : tensor<3xf32>
  %d = linalg.generic {
      indexing_maps = [#self, #none, #self, #self], iterator_types = ["parallel"]}
      ins(%x, %sum, %shift : tensor<3xf32>, tensor<f32>, tensor<3xf32>)
      outs(%e : tensor<3xf32>) {
  ^bb0(%in: f32, %s: f32, %add: f32, %out: f32):
    %mean = arith.divf %s, %three : f32
    %c = arith.subf %in, %mean : f32
    %r = arith.addf %c, %add : f32
    linalg.yield %r : f32
  } -> tensor<3xf32>
  %i_empty = tensor.empty() : tensor<4x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<4x4xf32>) -> tensor<4x4xf32>
  %z = linalg.generic {
      indexing_maps = [#vector, #weight, #written],
      iterator_types = ["parallel", "reduction"]}
      ins(%d, %w : tensor<3xf32>, tensor<3x4xf32>) outs(%i : tensor<4x4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %z : tensor<4x4xf32>
}
