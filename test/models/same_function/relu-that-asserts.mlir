// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An operation in the body of a ReLU has no result.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
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
  %true = arith.constant true
  %e = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    cf.assert %true, "no reason"
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<2x4xf32>
  %j_empty = tensor.empty() : tensor<2x2xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<2x2xf32>) -> tensor<2x2xf32>
  %z = linalg.matmul ins(%r, %v : tensor<2x4xf32>, tensor<4x2xf32>)
      outs(%j : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %z : tensor<2x2xf32>
}
