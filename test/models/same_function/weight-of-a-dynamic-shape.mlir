// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The weight is copied where its shape is not known, and cast before and after.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<3x4xf32>) -> tensor<3x2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %four = arith.constant 4 : index
  %open = tensor.cast %w : tensor<4x2xf32> to tensor<?x2xf32>
  %copy_empty = tensor.empty(%four) : tensor<?x2xf32>
  %copy = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%open : tensor<?x2xf32>) outs(%copy_empty : tensor<?x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<?x2xf32>
  %closed = tensor.cast %copy : tensor<?x2xf32> to tensor<4x2xf32>
  %i_empty = tensor.empty() : tensor<3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x2xf32>) -> tensor<3x2xf32>
  %z = linalg.matmul ins(%x, %closed : tensor<3x4xf32>, tensor<4x2xf32>)
      outs(%i : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}
