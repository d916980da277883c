// What hwlock-tile-reductions refuses, and what it leaves alone.
// RUN: not hwlock-opt %s --hwlock-tile-reductions=vector-bits=1024 2>&1 | FileCheck %s --check-prefix=BITS
// BITS: error: option vector-bits is 1024: expected 128, 256 or 512
// RUN: hwlock-opt %s --hwlock-tile-reductions | FileCheck %s

// CHECK-LABEL: func.func @empty
// CHECK-NOT:     scf.for
// CHECK:         linalg.matmul
func.func @empty(%x: tensor<4x0xf32>, %w: tensor<0x4xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = linalg.matmul ins(%x, %w : tensor<4x0xf32>, tensor<0x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @dynamic
// CHECK-NOT:     scf.for
// CHECK:         linalg.matmul
func.func @dynamic(%x: tensor<4x?xf32>, %w: tensor<?x4xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = linalg.matmul ins(%x, %w : tensor<4x?xf32>, tensor<?x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// CHECK-LABEL: func.func @buffers
// CHECK-NOT:     scf.for
// CHECK:         linalg.matmul
func.func @buffers(%x: memref<4x4xf32>, %w: memref<4x4xf32>, %o: memref<4x4xf32>) {
  linalg.matmul ins(%x, %w : memref<4x4xf32>, memref<4x4xf32>) outs(%o : memref<4x4xf32>)
  return
}
