// Reading one column of a tensor for each product: `x[..., 1]` of PyTorch.
// RUN: hwlock-opt %s --hwlock-to-llvm | FileCheck %s

// CHECK-LABEL: llvm.func @main
// CHECK-NOT:     unrealized_conversion_cast
// CHECK:         llvm.return
func.func @main(%x: tensor<2x4x2xf32>) -> tensor<3xf32> {
  %zero = arith.constant 0.0 : f32
  %column = tensor.extract_slice %x[0, 0, 1] [2, 4, 1] [1, 1, 1] : tensor<2x4x2xf32> to tensor<2x4x1xf32>
  %x1 = tensor.collapse_shape %column [[0], [1, 2]] : tensor<2x4x1xf32> into tensor<2x4xf32>
  %w = arith.constant dense<[[[1.,2.,3.],[4.,5.,6.]],[[1.,2.,3.],[4.,5.,6.]],[[1.,2.,3.],[4.,5.,6.]],[[1.,2.,3.],[4.,5.,7.]]]> : tensor<4x2x3xf32>
  %empty = tensor.empty() : tensor<3xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<3xf32>) -> tensor<3xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(d1, d2, d3) -> (d1, d2)>, affine_map<(d1, d2, d3) -> (d2, d1, d3)>, affine_map<(d1, d2, d3) -> (d3)>], iterator_types = ["reduction", "reduction", "parallel"]} ins(%x1, %w : tensor<2x4xf32>, tensor<4x2x3xf32>) outs(%init : tensor<3xf32>) {
  ^bb0(%a: f32, %b: f32, %sum: f32):
    %product = arith.mulf %a, %b : f32
    %next = arith.addf %sum, %product : f32
    linalg.yield %next : f32
  } -> tensor<3xf32>
  return %y : tensor<3xf32>
}
