// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The named operation of a layer takes float16 inputs and a float32 weight.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<3x4xf16>) -> tensor<3x2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375]
  ]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %half_zero = arith.constant 0.0 : f16
  %e = tensor.empty() : tensor<3x4xf16>
  %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x4xf16>) outs(%e : tensor<3x4xf16>) {
  ^bb0(%in: f16, %out: f16):
    %r = arith.maximumf %in, %half_zero : f16
    linalg.yield %r : f16
  } -> tensor<3x4xf16>
  %i_empty = tensor.empty() : tensor<3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x2xf32>) -> tensor<3x2xf32>
  %z = linalg.matmul ins(%relu, %w : tensor<3x4xf16>, tensor<4x2xf32>)
      outs(%i : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}
