// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each sample has the weight for itself: it is taken once in each place of the result.

#id = affine_map<(b, i, c) -> (b, i, c)>
#row = affine_map<(b, i, c) -> (b, i)>
#wr = affine_map<(b, k, n) -> (k, n)>
#idw = affine_map<(b, k, n) -> (b, k, n)>
func.func @main(%x: tensor<2x3x4xf32>) -> tensor<2x3x2xf32> {
  %w = arith.constant dense<[[0.75, -0.5],[-1.25, 1.0],[0.25, 1.5],[1.125, -0.375]]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %i1_empty = tensor.empty() : tensor<2x3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<2x3xf32>) -> tensor<2x3xf32>
  %e = tensor.empty() : tensor<2x3x4xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel","parallel", "reduction"]}
      ins(%x : tensor<2x3x4xf32>) outs(%i1 : tensor<2x3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<2x3xf32>
  %d = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel","parallel"]}
      ins(%x, %sum : tensor<2x3x4xf32>, tensor<2x3xf32>) outs(%e : tensor<2x3x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<2x3x4xf32>
  %we = tensor.empty() : tensor<2x4x2xf32>
  %wb = linalg.generic {indexing_maps = [#wr, #idw], iterator_types = ["parallel", "parallel","parallel"]}
      ins(%w : tensor<4x2xf32>) outs(%we : tensor<2x4x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<2x4x2xf32>
  %i_empty = tensor.empty() : tensor<2x3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x3x2xf32>) -> tensor<2x3x2xf32>
  %z = linalg.batch_matmul ins(%d, %wb : tensor<2x3x4xf32>, tensor<2x4x2xf32>) outs(%i : tensor<2x3x2xf32>) -> tensor<2x3x2xf32>
  return %z : tensor<2x3x2xf32>
}
