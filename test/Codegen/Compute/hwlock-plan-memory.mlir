// RUN: hwlock-opt %s --hwlock-plan-memory --split-input-file | FileCheck %s

// The first and the third buffer are never live at the same time: they share
// memory. 100 floats take 448 bytes, seven times 64.
// CHECK-LABEL: func.func @chain(
// CHECK-SAME:    %{{.*}}: memref<100xf32> {llvm.noalias},
// CHECK-SAME:    %[[SCRATCH:.*]]: memref<896xi8> {llvm.noalias})
// CHECK-SAME:    passthrough = {{\[\[}}"hwlock-scratch-bytes", "896"]]
// CHECK:         %[[O1:.*]] = arith.constant 0 : index
// CHECK:         memref.view %[[SCRATCH]][%[[O1]]]
// CHECK:         %[[O2:.*]] = arith.constant 448 : index
// CHECK:         memref.view %[[SCRATCH]][%[[O2]]]
// CHECK:         %[[O3:.*]] = arith.constant 0 : index
// CHECK:         memref.view %[[SCRATCH]][%[[O3]]]
// CHECK-NOT:     memref.alloc
func.func @chain(%x: memref<100xf32>, %y: memref<100xf32>) {
  %a = memref.alloc() : memref<100xf32>
  memref.copy %x, %a : memref<100xf32> to memref<100xf32>
  %b = memref.alloc() : memref<100xf32>
  memref.copy %a, %b : memref<100xf32> to memref<100xf32>
  %c = memref.alloc() : memref<100xf32>
  memref.copy %b, %c : memref<100xf32> to memref<100xf32>
  memref.copy %c, %y : memref<100xf32> to memref<100xf32>
  return
}

// -----

// A view of a buffer keeps it alive; a buffer in a loop lives as long as the
// loop.
// CHECK-LABEL: func.func @views(
// CHECK-SAME:    memref<192xi8>
func.func @views(%x: memref<4xf32>, %y: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = memref.alloc() : memref<8xf32>
  %view = memref.subview %a[0] [4] [1] : memref<8xf32> to memref<4xf32, strided<[1]>>
  memref.copy %x, %view : memref<4xf32> to memref<4xf32, strided<[1]>>
  scf.for %i = %c0 to %c4 step %c1 {
    %b = memref.alloc() : memref<4xf32>
    memref.copy %x, %b : memref<4xf32> to memref<4xf32>
    %c = memref.alloc() : memref<4xf32>
    memref.copy %b, %c : memref<4xf32> to memref<4xf32>
  }
  memref.copy %view, %y : memref<4xf32, strided<[1]>> to memref<4xf32>
  return
}

// -----

// CHECK-LABEL: func.func @nothing(
// CHECK-SAME:    memref<0xi8>
// CHECK-SAME:    "hwlock-scratch-bytes", "0"
func.func @nothing() {
  return
}
