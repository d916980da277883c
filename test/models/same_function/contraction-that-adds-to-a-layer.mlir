// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A contraction of another input starts from the outputs of a layer instead of zeros.

#all = affine_map<(m, n, k) -> (m, n, k)>
#last = affine_map<(m, n, k) -> (k)>
#outer = affine_map<(m, n, k) -> (m, n)>

func.func @main(%x: tensor<2x3xf32>, %other: tensor<2x4x5xf32>) -> tensor<2x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %v = arith.constant dense<[-0.75, 0.25, 0.5, 1.25, -0.125]> : tensor<5xf32>
  %zero = arith.constant 0.0 : f32
  %i_empty = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<2x4xf32>) -> tensor<2x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %z = linalg.generic {
      indexing_maps = [#all, #last, #outer],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%other, %v : tensor<2x4x5xf32>, tensor<5xf32>) outs(%y : tensor<2x4xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %acc, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  return %z : tensor<2x4xf32>
}
