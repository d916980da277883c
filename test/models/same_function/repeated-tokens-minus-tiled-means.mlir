// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tokens of a layer are repeated, 0 0 1 1 2 2, and their means tiled, 0 1 2 0 1 2: not the same
// tokens.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<6x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %i1_empty = tensor.empty() : tensor<3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<3xf32>) -> tensor<3xf32>
  %repeated_empty = tensor.empty() : tensor<3x2x4xf32>
  %tiled_empty = tensor.empty() : tensor<2x3xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%y : tensor<3x4xf32>) outs(%i1 : tensor<3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  %repeated = linalg.broadcast ins(%y : tensor<3x4xf32>)
      outs(%repeated_empty : tensor<3x2x4xf32>) dimensions = [1]
  %tiled = linalg.broadcast ins(%sum : tensor<3xf32>)
      outs(%tiled_empty : tensor<2x3xf32>) dimensions = [0]
  %tokens = tensor.collapse_shape %repeated [[0, 1], [2]] : tensor<3x2x4xf32> into tensor<6x4xf32>
  %sums = tensor.collapse_shape %tiled [[0, 1]] : tensor<2x3xf32> into tensor<6xf32>
  %e = tensor.empty() : tensor<6x4xf32>
  %z = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%tokens, %sums : tensor<6x4xf32>, tensor<6xf32>) outs(%e : tensor<6x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<6x4xf32>
  return %z : tensor<6x4xf32>
}
