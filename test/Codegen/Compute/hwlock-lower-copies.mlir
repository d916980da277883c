// RUN: hwlock-opt %s --hwlock-lower-copies --canonicalize --split-input-file | FileCheck %s

// Rows of 100: one move of 64 and one of the rest.
// CHECK-LABEL: func.func @rows(
// CHECK-SAME:    %[[X:.*]]: memref<2x100xf32>,
// CHECK:         %[[TO:.*]] = memref.subview
// CHECK:         scf.for %[[I:.*]] = %c0 to %c2 step %c1
// CHECK:           vector.load %[[X]][%[[I]], %c64] : memref<2x100xf32>, vector<36xf32>
// CHECK:           vector.store {{.*}} %[[TO]][%[[I]], %c64]
// CHECK:           vector.load %[[X]][%[[I]], %c0] : memref<2x100xf32>, vector<64xf32>
// CHECK:           vector.store {{.*}} %[[TO]][%[[I]], %c0]
// CHECK-NOT:     memref.copy
func.func @rows(%x: memref<2x100xf32>, %y: memref<4x128xf32>) {
  %to = memref.subview %y[1, 1] [2, 100] [1, 1] : memref<4x128xf32> to memref<2x100xf32, strided<[128, 1], offset: 129>>
  memref.copy %x, %to : memref<2x100xf32> to memref<2x100xf32, strided<[128, 1], offset: 129>>
  return
}

// -----

// Neighbours that are not next to each other move one by one, and so does i1.
// CHECK-LABEL: func.func @elements
// CHECK-COUNT-2: memref.load
// CHECK-NOT:     vector
func.func @elements(%x: memref<4xf32>, %y: memref<8xf32>, %m: memref<2x4xi1>, %n: memref<2x4xi1, strided<[8, 1]>>) {
  %to = memref.subview %y[0] [4] [2] : memref<8xf32> to memref<4xf32, strided<[2]>>
  memref.copy %x, %to : memref<4xf32> to memref<4xf32, strided<[2]>>
  memref.copy %m, %n : memref<2x4xi1> to memref<2x4xi1, strided<[8, 1]>>
  return
}

// -----

// What is contiguous becomes memcpy later.
// CHECK-LABEL: func.func @contiguous
// CHECK:         memref.copy
func.func @contiguous(%x: memref<4xf32>, %y: memref<4xf32>) {
  memref.copy %x, %y : memref<4xf32> to memref<4xf32>
  return
}
