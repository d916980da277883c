// RUN: hwlock-opt %s --hwlock-choose-layouts=vector-bits=512 --canonicalize --cse --split-input-file | FileCheck %s
// RUN: hwlock-opt %s --hwlock-choose-layouts=vector-bits=128 --canonicalize --cse --split-input-file | FileCheck %s --check-prefix=NARROW

// The transpose that an importer puts before a linear layer is part of the
// packing.
// CHECK-LABEL: func.func @linear(
// CHECK-SAME:    %[[X:.*]]: tensor<4x16xf32>, %[[W:.*]]: tensor<64x16xf32>)
// CHECK:         %[[PANELS:.*]] = tensor.expand_shape %[[W]] {{\[\[}}0, 1], [2]] output_shape [2, 32, 16]
// CHECK:         %[[PACKED:.*]] = linalg.transpose ins(%[[PANELS]] {{.*}} permutation = [0, 2, 1]
// CHECK:         linalg.generic {{.*}} ins(%[[X]], %[[PACKED]] : tensor<4x16xf32>, tensor<2x16x32xf32>)
// CHECK-SAME:      hwlock.contraction = "matmul"
// CHECK:         tensor.collapse_shape {{.*}} tensor<4x2x32xf32> into tensor<4x64xf32>
// NARROW-LABEL: func.func @linear
// NARROW:         tensor<8x16x8xf32>
func.func @linear(%x: tensor<4x16xf32>, %w: tensor<64x16xf32>) -> tensor<4x64xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16x64xf32>
  %t = linalg.transpose ins(%w : tensor<64x16xf32>) outs(%e : tensor<16x64xf32>) permutation = [1, 0]
  %empty = tensor.empty() : tensor<4x64xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<4x64xf32>) -> tensor<4x64xf32>
  %y = linalg.matmul ins(%x, %t : tensor<4x16xf32>, tensor<16x64xf32>) outs(%zeros : tensor<4x64xf32>) -> tensor<4x64xf32>
  return %y : tensor<4x64xf32>
}

// -----

// One row: panels are twice as wide. Ten columns: filled up to a register.
// CHECK-LABEL: func.func @one_row
// CHECK:         linalg.generic {{.*}} tensor<1x8x64xf32>
// CHECK:         tensor.pad {{.*}} low[0, 0] high[0, 6]
// CHECK:         linalg.generic {{.*}} tensor<1x64x16xf32>
// CHECK:         tensor.extract_slice {{.*}} tensor<1x16xf32> to tensor<1x10xf32>
// NARROW-LABEL: func.func @one_row
func.func @one_row(%x: tensor<1x8xf32>, %w: tensor<8x64xf32>, %v: tensor<64x10xf32>) -> tensor<1x10xf32> {
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<1x64xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x64xf32>) -> tensor<1x64xf32>
  %y = linalg.matmul ins(%x, %w : tensor<1x8xf32>, tensor<8x64xf32>) outs(%z0 : tensor<1x64xf32>) -> tensor<1x64xf32>
  %e1 = tensor.empty() : tensor<1x10xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x10xf32>) -> tensor<1x10xf32>
  %z = linalg.matmul ins(%y, %v : tensor<1x64xf32>, tensor<64x10xf32>) outs(%z1 : tensor<1x10xf32>) -> tensor<1x10xf32>
  return %z : tensor<1x10xf32>
}

// -----

#nchw = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// Between two convolutions nothing is transposed: padding and the elementwise
// operation work on NHWC.
// CHECK-LABEL: func.func @convolutions(
// CHECK-COUNT-1: permutation = [0, 2, 3, 1]
// CHECK-NOT:     permutation = [0, 3, 1, 2]
// CHECK:         linalg.generic {{.*}}hwlock.contraction = "convolution"
// CHECK-NOT:     permutation = [0, 3, 1, 2]
// CHECK:         linalg.generic {{.*}} tensor<1x8x8x32xf32>
// CHECK:           arith.maximumf
// CHECK:         tensor.pad {{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0]
// CHECK-NOT:     permutation = [0, 3, 1, 2]
// CHECK:         linalg.generic {{.*}}hwlock.contraction = "depthwise"
// CHECK:         linalg.transpose {{.*}} permutation = [0, 3, 1, 2]
// CHECK-NEXT:    return
func.func @convolutions(%x: tensor<1x3x10x10xf32>, %w: tensor<32x3x3x3xf32>, %b: tensor<32xf32>, %d: tensor<32x3x3xf32>)
    -> tensor<1x32x4x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<1x32x8x8xf32>
  %bias = linalg.broadcast ins(%b : tensor<32xf32>) outs(%e0 : tensor<1x32x8x8xf32>) dimensions = [0, 2, 3]
  %y = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%x, %w : tensor<1x3x10x10xf32>, tensor<32x3x3x3xf32>) outs(%bias : tensor<1x32x8x8xf32>) -> tensor<1x32x8x8xf32>
  %r = linalg.generic {indexing_maps = [#nchw, #nchw], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%y : tensor<1x32x8x8xf32>) outs(%e0 : tensor<1x32x8x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<1x32x8x8xf32>
  %p = tensor.pad %r low[0, 0, 1, 1] high[0, 0, 1, 1] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<1x32x8x8xf32> to tensor<1x32x10x10xf32>
  %e1 = tensor.empty() : tensor<1x32x4x4xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x32x4x4xf32>) -> tensor<1x32x4x4xf32>
  %z = linalg.depthwise_conv_2d_nchw_chw {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%p, %d : tensor<1x32x10x10xf32>, tensor<32x3x3xf32>) outs(%z1 : tensor<1x32x4x4xf32>) -> tensor<1x32x4x4xf32>
  return %z : tensor<1x32x4x4xf32>
}

// -----

// Maximum over windows, then a mean that reads NHWC where it lies.
// CHECK-LABEL: func.func @pooling
// CHECK:         linalg.transpose {{.*}} permutation = [0, 2, 3, 1]
// CHECK:         linalg.generic {{.*}}hwlock.contraction = "depthwise"
// CHECK:           arith.maximumf
// CHECK-NOT:     linalg.transpose
// CHECK:         linalg.generic
// CHECK:           arith.addf
func.func @pooling(%x: tensor<1x16x8x8xf32>) -> tensor<1x16xf32> {
  %low = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<1x16x4x4xf32>
  %f0 = linalg.fill ins(%low : f32) outs(%e0 : tensor<1x16x4x4xf32>) -> tensor<1x16x4x4xf32>
  %window = tensor.empty() : tensor<2x2xf32>
  %p = linalg.pooling_nchw_max {dilations = dense<1> : vector<2xi64>, strides = dense<2> : vector<2xi64>}
      ins(%x, %window : tensor<1x16x8x8xf32>, tensor<2x2xf32>) outs(%f0 : tensor<1x16x4x4xf32>) -> tensor<1x16x4x4xf32>
  %e1 = tensor.empty() : tensor<1x16xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x16xf32>) -> tensor<1x16xf32>
  %sum = linalg.generic {
      indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%p : tensor<1x16x4x4xf32>) outs(%f1 : tensor<1x16xf32>) {
  ^bb0(%in: f32, %out: f32):
    %s = arith.addf %in, %out : f32
    linalg.yield %s : f32
  } -> tensor<1x16xf32>
  return %sum : tensor<1x16xf32>
}

// -----

// Integers, and a sum that does not start from zero, stay as they are.
// CHECK-LABEL: func.func @others
// CHECK-COUNT-2: linalg.matmul
func.func @others(%a: tensor<4x4xi32>, %i: tensor<4x4xi32>, %x: tensor<4x4xf32>, %y: tensor<4x4xf32>)
    -> (tensor<4x4xi32>, tensor<4x4xf32>) {
  %b = linalg.matmul ins(%a, %a : tensor<4x4xi32>, tensor<4x4xi32>) outs(%i : tensor<4x4xi32>) -> tensor<4x4xi32>
  %z = linalg.matmul ins(%x, %x : tensor<4x4xf32>, tensor<4x4xf32>) outs(%y : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %b, %z : tensor<4x4xi32>, tensor<4x4xf32>
}
