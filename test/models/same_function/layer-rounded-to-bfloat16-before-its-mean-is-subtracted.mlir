// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A layer is rounded to bfloat16 before its mean is subtracted: a large shift costs it bits.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>

func.func @main(%x: tensor<3x3xf32>) -> tensor<3x4xf32> {
  %w = arith.constant dense<[
      [0.5, -1.25, 0.75, 1.5],
      [-0.75, 0.25, 1.125, -0.5],
      [1.0, 0.625, -0.375, 0.875]
  ]> : tensor<3x4xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %i_empty = tensor.empty() : tensor<3x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x4xf32>) -> tensor<3x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<3x3xf32>, tensor<3x4xf32>)
      outs(%i : tensor<3x4xf32>) -> tensor<3x4xf32>
  %h_empty = tensor.empty() : tensor<3x4xbf16>
  %h = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%y : tensor<3x4xf32>) outs(%h_empty : tensor<3x4xbf16>) {
  ^bb0(%in: f32, %out: bf16):
    %t = arith.truncf %in : f32 to bf16
    linalg.yield %t : bf16
  } -> tensor<3x4xbf16>
  %i1_empty = tensor.empty() : tensor<3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<3xf32>) -> tensor<3xf32>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%h : tensor<3x4xbf16>) outs(%i1 : tensor<3xf32>) {
  ^bb0(%in: bf16, %acc: f32):
    %wide = arith.extf %in : bf16 to f32
    %s = arith.addf %acc, %wide : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  %z = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %sum : tensor<3x4xbf16>, tensor<3xf32>) outs(%i_empty : tensor<3x4xf32>) {
  ^bb0(%in: bf16, %s: f32, %out: f32):
    %wide = arith.extf %in : bf16 to f32
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %wide, %mean : f32
    linalg.yield %c : f32
  } -> tensor<3x4xf32>
  return %z : tensor<3x4xf32>
}
