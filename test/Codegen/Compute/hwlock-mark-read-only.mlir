// RUN: hwlock-opt %s --hwlock-mark-read-only | FileCheck %s

// CHECK: func.func @f(
// CHECK-SAME: %{{[^:]*}}: tensor<4xf32> {bufferization.writable = false},
// CHECK-SAME: %{{[^:]*}}: tensor<4xf32> {bufferization.writable = false},
// CHECK-SAME: %{{[^:]*}}: tensor<4xf32> {bufferization.writable = false},
// CHECK-SAME: %{{.*}}: index)
func.func @f(%x: tensor<4xf32>, %w: tensor<4xf32> {hwlock.weight = @v::@w},
             %p: tensor<4xf32> {hwlock.packed = 0 : i64}, %i: index) {
  return
}
