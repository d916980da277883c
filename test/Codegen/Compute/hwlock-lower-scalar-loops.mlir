// RUN: hwlock-opt %s --hwlock-lower-scalar-loops --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @fill
// CHECK:         scf.for
// CHECK:           memref.store
func.func @fill(%value: f32, %x: memref<4xf32>, %one: memref<f32>) {
  // expected-remark @below {{'linalg.fill' runs as a scalar loop of 4 iterations}}
  linalg.fill ins(%value : f32) outs(%x : memref<4xf32>)
  // One element is no loop.
  linalg.fill ins(%value : f32) outs(%one : memref<f32>)
  return
}
