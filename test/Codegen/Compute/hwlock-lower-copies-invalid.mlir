// What hwlock-lower-copies leaves alone: nothing is known of the loops.
// RUN: hwlock-opt %s --hwlock-lower-copies | FileCheck %s

// CHECK-LABEL: func.func @dynamic
// CHECK-NOT:     scf.for
// CHECK-COUNT-2: memref.copy
func.func @dynamic(%x: memref<?x4xf32, strided<[8, 1]>>, %y: memref<?x4xf32>, %u: memref<*xf32>, %v: memref<*xf32>) {
  memref.copy %x, %y : memref<?x4xf32, strided<[8, 1]>> to memref<?x4xf32>
  memref.copy %u, %v : memref<*xf32> to memref<*xf32>
  return
}
