// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The weight is a copy of a constant with its rows in reverse.

#read = affine_map<(i, o) -> (3 - i, o)>
#write = affine_map<(i, o) -> (i, o)>

func.func @main(%x: tensor<3x4xf32>) -> tensor<3x2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %copy_empty = tensor.empty() : tensor<4x2xf32>
  %copy = linalg.generic {
      indexing_maps = [#read, #write],
      iterator_types = ["parallel", "parallel"]}
      ins(%w : tensor<4x2xf32>) outs(%copy_empty : tensor<4x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<4x2xf32>
  %i_empty = tensor.empty() : tensor<3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x2xf32>) -> tensor<3x2xf32>
  %z = linalg.matmul ins(%x, %copy : tensor<3x4xf32>, tensor<4x2xf32>)
      outs(%i : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}
