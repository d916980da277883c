// RUN: hwlock-opt %s --hwlock-lower-vectors | FileCheck %s
// RUN: hwlock-opt %s --hwlock-lower-vectors=has-fma=false | FileCheck %s --check-prefix=PLAIN

// A sum of products becomes fused multiply-adds, or two operations where there
// is no such instruction.
// CHECK-LABEL: func.func @product
// CHECK-COUNT-16: vector.fma {{.*}} : vector<16xf32>
// CHECK-NOT:      vector.contract
// PLAIN-LABEL: func.func @product
// PLAIN-NOT:     fma
// PLAIN:         arith.mulf {{.*}} : vector<16xf32>
// PLAIN-NOT:     fma
func.func @product(%x: vector<4x4xf32>, %w: vector<4x16xf32>, %y: vector<4x16xf32>) -> vector<4x16xf32> {
  %z = vector.contract {
      indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>, affine_map<(d0, d1, d2) -> (d2, d1)>, affine_map<(d0, d1, d2) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel", "reduction"], kind = #vector.kind<add>}
      %x, %w, %y : vector<4x4xf32>, vector<4x16xf32> into vector<4x16xf32>
  return %z : vector<4x16xf32>
}

// CHECK-LABEL: func.func @functions
// CHECK-NOT:     math.exp
// CHECK-NOT:     math.erf
// CHECK-NOT:     math.tanh
// PLAIN-LABEL: func.func @functions
// PLAIN-NOT:     math.fma
func.func @functions(%x: vector<16xf32>) -> (vector<16xf32>, vector<16xf32>, vector<16xf32>) {
  %a = math.exp %x : vector<16xf32>
  %b = math.erf %x : vector<16xf32>
  %c = math.tanh %x : vector<16xf32>
  return %a, %b, %c : vector<16xf32>, vector<16xf32>, vector<16xf32>
}

// Elements of a column do not lie beside each other.
// CHECK-LABEL: func.func @elements
// CHECK-SAME:    %[[FROM:.*]]: memref<2x4xf32, strided<[8, 2], offset: 1>>, %[[TO:.*]]: memref<4xf32, strided<[2]>>, %[[I:.*]]: index
// CHECK:         %[[X:.*]] = memref.load %[[FROM]][%[[I]], %[[I]]]
// CHECK-NOT:     vector.transfer
// CHECK:         memref.store %[[X]], %[[TO]][%[[I]]]
func.func @elements(%from: memref<2x4xf32, strided<[8, 2], offset: 1>>, %to: memref<4xf32, strided<[2]>>, %i: index) {
  %zero = arith.constant 0.0 : f32
  %x = vector.transfer_read %from[%i, %i], %zero : memref<2x4xf32, strided<[8, 2], offset: 1>>, vector<f32>
  vector.transfer_write %x, %to[%i] : vector<f32>, memref<4xf32, strided<[2]>>
  return
}
