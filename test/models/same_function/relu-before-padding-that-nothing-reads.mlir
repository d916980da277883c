// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer and a ReLU before padding, which nothing reads; the model returns what it was given.

#id = affine_map<(i, c) -> (i, c)>

func.func @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<2x4xf32>
  %p = tensor.pad %r low[1, 0] high[1, 0] {
  ^bb0(%a: index, %b: index):
    tensor.yield %zero : f32
  } : tensor<2x4xf32> to tensor<4x4xf32>
  return %x : tensor<2x3xf32>
}
