// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The mean over channels is the sum over six, which rounds.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<3x6xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5, -0.25, 0.875],
      [-0.75, 0.25, 1.125, -0.5, 1.25, 0.625],
      [1.0, 0.625, -0.375, 0.875, -1.5, 0.125]
  ]> : tensor<3x6xf32>
  %zero = arith.constant 0.0 : f32
  %six = arith.constant 6.0 : f32
  %i_empty = tensor.empty() : tensor<3x6xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x6xf32>) -> tensor<3x6xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x6xf32>)
      outs(%i : tensor<3x6xf32>) -> tensor<3x6xf32>
  %i1_empty = tensor.empty() : tensor<3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<3xf32>) -> tensor<3xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%y : tensor<3x6xf32>) outs(%i1 : tensor<3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  %z = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y, %sum : tensor<3x6xf32>, tensor<3xf32>) outs(%i_empty : tensor<3x6xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.divf %s, %six : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<3x6xf32>
  return %z : tensor<3x6xf32>
}
