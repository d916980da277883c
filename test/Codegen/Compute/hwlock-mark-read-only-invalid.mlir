// What hwlock-mark-read-only leaves alone: declarations, and what is no tensor.
// RUN: hwlock-opt %s --hwlock-mark-read-only | FileCheck %s
// CHECK-NOT: bufferization.writable

// CHECK: func.func private @declared(tensor<4xf32>)
func.func private @declared(tensor<4xf32>)

// CHECK: func.func @scalar(%{{[^:]*}}: f32, %{{[^:]*}}: memref<4xf32>)
func.func @scalar(%x: f32, %y: memref<4xf32>) {
  return
}
