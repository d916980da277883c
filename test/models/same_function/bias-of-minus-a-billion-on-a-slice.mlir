// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The bias is of the upper half of a layer alone, beside whose weight it is large.
#id = affine_map<(i, c) -> (i, c)>
#ch = affine_map<(i, c) -> (c)>
func.func @main(%x: tensor<3x4xf32>) -> tensor<3x2xf32> {
  %w = arith.constant dense<[[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8],[-0.1,0.5,0.3,0.2,0.1,0.8,-0.7,0.2],[0.3,0.1,0.3,0.4,0.5,0.6,0.2,0.8],[0.5,0.2,0.3,-0.4,0.5,0.1,0.7,0.8]]> : tensor<4x8xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<3x8xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<3x8xf32>) -> tensor<3x8xf32>
  %z = linalg.matmul ins(%x, %w : tensor<3x4xf32>, tensor<4x8xf32>) outs(%i : tensor<3x8xf32>) -> tensor<3x8xf32>
  %s = tensor.extract_slice %z[0, 4] [3, 4] [1, 1] : tensor<3x8xf32> to tensor<3x4xf32>
  %b = arith.constant dense<[-1.0e9, 0.5, 0.25, -0.75]> : tensor<4xf32>
  %e4 = tensor.empty() : tensor<3x4xf32>
  %t = linalg.generic {indexing_maps = [#id, #ch, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s, %b : tensor<3x4xf32>, tensor<4xf32>) outs(%e4 : tensor<3x4xf32>) {
  ^bb0(%in: f32, %bb: f32, %out: f32):
    %r = arith.addf %in, %bb : f32
    linalg.yield %r : f32
  } -> tensor<3x4xf32>
  %w2 = arith.constant dense<[[0.0, 0.0],[0.5, 0.25],[0.75, -0.5],[1.0,0.5]]> : tensor<4x2xf32>
  %e2 = tensor.empty() : tensor<3x2xf32>
  %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<3x2xf32>) -> tensor<3x2xf32>
  %y = linalg.matmul ins(%t, %w2 : tensor<3x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}
