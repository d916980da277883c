// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each channel of a depthwise convolution meets inputs of its own: what is added to all kernels
// alike is no common summand of what they make, which the mean would take away.

#id = affine_map<(n, h, w, c) -> (n, h, w, c)>
#place = affine_map<(n, h, w, c) -> (n, h, w)>

func.func @main(%x: tensor<1x4x4x4xf32>) -> tensor<1x3x3x4xf32> {
  %w = arith.constant dense<[
      [[0.5, -1.25, 0.75, 1.5], [-0.75, 0.25, 1.125, -0.5]],
      [[1.0, 0.625, -0.375, 0.875], [0.375, -0.5, 1.75, 0.25]]
  ]> : tensor<2x2x4xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %e = tensor.empty() : tensor<1x3x3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %y = linalg.depthwise_conv_2d_nhwc_hwc
      ins(%x, %w : tensor<1x4x4x4xf32>, tensor<2x2x4xf32>)
      outs(%i : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  %j_empty = tensor.empty() : tensor<1x3x3xf32>
  %j = linalg.fill ins(%zero : f32) outs(%j_empty : tensor<1x3x3xf32>) -> tensor<1x3x3xf32>
  %sum = linalg.generic {
      indexing_maps = [#id, #place],
      iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%y : tensor<1x3x3x4xf32>) outs(%j : tensor<1x3x3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<1x3x3xf32>
  %d = linalg.generic {
      indexing_maps = [#id, #place, #id],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%y, %sum : tensor<1x3x3x4xf32>, tensor<1x3x3xf32>) outs(%e : tensor<1x3x3x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<1x3x3x4xf32>
  return %d : tensor<1x3x3x4xf32>
}
