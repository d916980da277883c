// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each channel of a layer is looked up at a token of its own, so that channels cannot be mixed.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<3x3xf32>, %tokens: tensor<3x4xi64>) -> tensor<3x2xf32> {
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
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %g = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%tokens : tensor<3x4xi64>) outs(%i_empty : tensor<3x4xf32>) {
  ^bb0(%token: i64, %out: f32):
    %t = arith.index_cast %token : i64 to index
    %c = linalg.index 1 : index
    %e = tensor.extract %y[%t, %c] : tensor<3x4xf32>
    linalg.yield %e : f32
  } -> tensor<3x4xf32>
  %j_empty = tensor.empty() : tensor<3x2xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<3x2xf32>) -> tensor<3x2xf32>
  %z = linalg.matmul ins(%g, %v : tensor<3x4xf32>, tensor<4x2xf32>)
      outs(%j : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}
