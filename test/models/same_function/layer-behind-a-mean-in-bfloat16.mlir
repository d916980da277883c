// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The mean that is subtracted before a layer was summed in bfloat16: the channels add up to about
// zero only.

#id = affine_map<(i, c) -> (i, c)>
#row = affine_map<(i, c) -> (i)>

func.func @main(%x: tensor<3x8xf32>) -> tensor<3x2xf32> {
  %w = arith.constant dense<[
      [0.75, -0.5],
      [-1.25, 1.0],
      [0.25, 1.5],
      [1.125, -0.375],
      [-0.5, 0.25],
      [0.875, -1.5],
      [1.25, 0.625],
      [-0.75, 1.375]
  ]> : tensor<8x2xf32>
  %zero = arith.constant 0.0 : f32
  %half_zero = arith.constant 0.0 : bf16
  %eighth = arith.constant 0.125 : bf16
  %h_empty = tensor.empty() : tensor<3x8xbf16>
  %h = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<3x8xf32>) outs(%h_empty : tensor<3x8xbf16>) {
  ^bb0(%in: f32, %out: bf16):
    %t = arith.truncf %in : f32 to bf16
    linalg.yield %t : bf16
  } -> tensor<3x8xbf16>
  %i1_empty = tensor.empty() : tensor<3xbf16>
  %i1 = linalg.fill ins(%half_zero : bf16) outs(%i1_empty : tensor<3xbf16>) -> tensor<3xbf16>
  %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%h : tensor<3x8xbf16>) outs(%i1 : tensor<3xbf16>) {
  ^bb0(%in: bf16, %acc: bf16):
    %s = arith.addf %acc, %in : bf16
    linalg.yield %s : bf16
  } -> tensor<3xbf16>
  %e = tensor.empty() : tensor<3x8xf32>
  %d = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %sum : tensor<3x8xbf16>, tensor<3xbf16>) outs(%e : tensor<3x8xf32>) {
  ^bb0(%in: bf16, %s: bf16, %out: f32):
    %mean = arith.mulf %s, %eighth : bf16
    %c = arith.subf %in, %mean : bf16
    %wide = arith.extf %c : bf16 to f32
    linalg.yield %wide : f32
  } -> tensor<3x8xf32>
  %i_empty = tensor.empty() : tensor<3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<3x2xf32>) -> tensor<3x2xf32>
  %z = linalg.matmul ins(%d, %w : tensor<3x8xf32>, tensor<8x2xf32>)
      outs(%i : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %z : tensor<3x2xf32>
}
