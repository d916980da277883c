// What hwlock-choose-layouts refuses, and what it leaves alone.
// RUN: not hwlock-opt %s --hwlock-choose-layouts=vector-bits=7 2>&1 | FileCheck %s --check-prefix=BITS
// BITS: error: option vector-bits is 7: expected 128, 256 or 512
// RUN: hwlock-opt %s --hwlock-choose-layouts | FileCheck %s
// CHECK-NOT: hwlock.contraction

// CHECK-LABEL: func.func @empty
// CHECK:         linalg.matmul
func.func @empty(%x: tensor<0x4xf32>, %w: tensor<4x4xf32>) -> tensor<0x4xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<0x4xf32>
  %o = linalg.fill ins(%zero : f32) outs(%e : tensor<0x4xf32>) -> tensor<0x4xf32>
  %y = linalg.matmul ins(%x, %w : tensor<0x4xf32>, tensor<4x4xf32>) outs(%o : tensor<0x4xf32>) -> tensor<0x4xf32>
  return %y : tensor<0x4xf32>
}

// CHECK-LABEL: func.func @integers
// CHECK:         linalg.matmul
func.func @integers(%x: tensor<4x4xi32>, %w: tensor<4x4xi32>) -> tensor<4x4xi32> {
  %zero = arith.constant 0 : i32
  %e = tensor.empty() : tensor<4x4xi32>
  %o = linalg.fill ins(%zero : i32) outs(%e : tensor<4x4xi32>) -> tensor<4x4xi32>
  %y = linalg.matmul ins(%x, %w : tensor<4x4xi32>, tensor<4x4xi32>) outs(%o : tensor<4x4xi32>) -> tensor<4x4xi32>
  return %y : tensor<4x4xi32>
}

// CHECK-LABEL: func.func @dynamic_pooling
// CHECK:         linalg.pooling_nchw_max
func.func @dynamic_pooling(%x: tensor<1x3x?x8xf32>, %w: tensor<3x3xf32>, %e: tensor<1x3x?x6xf32>) -> tensor<1x3x?x6xf32> {
  %zero = arith.constant 0.0 : f32
  %o = linalg.fill ins(%zero : f32) outs(%e : tensor<1x3x?x6xf32>) -> tensor<1x3x?x6xf32>
  %y = linalg.pooling_nchw_max {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%x, %w : tensor<1x3x?x8xf32>, tensor<3x3xf32>) outs(%o : tensor<1x3x?x6xf32>) -> tensor<1x3x?x6xf32>
  return %y : tensor<1x3x?x6xf32>
}

// CHECK-LABEL: func.func @buffers
// CHECK:         linalg.matmul
// CHECK:         linalg.conv_2d_nchw_fchw
func.func @buffers(%a: memref<4x4xf32>, %b: memref<4x4xf32>, %c: memref<4x4xf32>,
                   %x: memref<1x3x8x8xf32>, %w: memref<8x3x3x3xf32>, %y: memref<1x8x6x6xf32>) {
  linalg.matmul ins(%a, %b : memref<4x4xf32>, memref<4x4xf32>) outs(%c : memref<4x4xf32>)
  linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>}
      ins(%x, %w : memref<1x3x8x8xf32>, memref<8x3x3x3xf32>) outs(%y : memref<1x8x6x6xf32>)
  return
}
