// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer reads each channel of a layer norm from a token of its own: these add up to anything.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>
#weight = affine_map<(o, c) -> (c, o)>
#only = affine_map<(o, c) -> (o)>
#vector = affine_map<(o, c) -> (c)>
#self = affine_map<(c) -> (c)>

func.func @main(%x: tensor<4x4xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %i1_empty = tensor.empty() : tensor<4xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<4xf32>) -> tensor<4xf32>
  %e = tensor.empty() : tensor<4x4xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%x : tensor<4x4xf32>) outs(%i1 : tensor<4xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  %d = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sum : tensor<4x4xf32>, tensor<4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<4x4xf32>
  %g = linalg.generic {indexing_maps = [#self], iterator_types = ["parallel"]}
      outs(%i1_empty : tensor<4xf32>) {
  ^bb0(%out: f32):
    %c = linalg.index 0 : index
    %in = tensor.extract %d[%c, %c] : tensor<4x4xf32>
    linalg.yield %in : f32
  } -> tensor<4xf32>
  %i_empty = tensor.empty() : tensor<2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2xf32>) -> tensor<2xf32>
  %z = linalg.generic {
      indexing_maps = [#vector, #weight, #only],
      iterator_types = ["parallel", "reduction"]}
      ins(%g, %w : tensor<4xf32>, tensor<4x2xf32>) outs(%i : tensor<2xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<2xf32>
  return %z : tensor<2xf32>
}
