// RUN: hwlock-opt %s --hwlock-widen-booleans --split-input-file | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// Between the operations a mask is i8, inside the bodies it is i1; argument and
// result keep their type.
// CHECK-LABEL: func.func @mask(
// CHECK-SAME:    %[[X:.*]]: tensor<8xf32>, %[[M:.*]]: tensor<8xi1>) -> tensor<8xi1>
// CHECK:         %[[BYTES:.*]] = linalg.generic {{.*}} ins(%[[M]] : tensor<8xi1>) outs({{.*}} : tensor<8xi8>)
// CHECK:           arith.extui {{.*}} : i1 to i8
// CHECK:         %[[LESS:.*]] = linalg.generic
// CHECK:           %[[B:.*]] = arith.cmpf olt
// CHECK:           %[[E:.*]] = arith.extui %[[B]] : i1 to i8
// CHECK:           linalg.yield %[[E]] : i8
// CHECK:         linalg.generic {{.*}} ins(%[[LESS]], %[[BYTES]] : tensor<8xi8>, tensor<8xi8>)
// CHECK:           arith.cmpi ne, {{.*}} : i8
// CHECK:           arith.cmpi ne, {{.*}} : i8
// CHECK:           arith.andi {{.*}} : i1
// CHECK:         %[[RESULT:.*]] = linalg.generic {{.*}} outs({{.*}} : tensor<8xi1>)
// CHECK:         return %[[RESULT]] : tensor<8xi1>
func.func @mask(%x: tensor<8xf32>, %m: tensor<8xi1>) -> tensor<8xi1> {
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<8xi1>
  %less = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%empty : tensor<8xi1>) {
  ^bb0(%in: f32, %out: i1):
    %b = arith.cmpf olt, %in, %zero : f32
    linalg.yield %b : i1
  } -> tensor<8xi1>
  %both = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]}
      ins(%less, %m : tensor<8xi1>, tensor<8xi1>) outs(%empty : tensor<8xi1>) {
  ^bb0(%a: i1, %b: i1, %out: i1):
    %c = arith.andi %a, %b : i1
    linalg.yield %c : i1
  } -> tensor<8xi1>
  return %both : tensor<8xi1>
}

// -----

// Constants, fills, views, transposes and look-ups follow.
// CHECK-LABEL: func.func @others
// CHECK-NOT:     tensor<{{[0-9x]+}}xi1>
// CHECK:         return
func.func @others() -> tensor<2x4xf32> {
  %true = arith.constant true
  %one = arith.constant 1.0 : f32
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %splat = arith.constant dense<true> : tensor<8xi1>
  %e = tensor.empty() : tensor<4x2xi1>
  %fill = linalg.fill ins(%true : i1) outs(%e : tensor<4x2xi1>) -> tensor<4x2xi1>
  %e2 = tensor.empty() : tensor<2x4xi1>
  %t = linalg.transpose ins(%fill : tensor<4x2xi1>) outs(%e2 : tensor<2x4xi1>) permutation = [1, 0]
  %view = tensor.collapse_shape %t [[0, 1]] : tensor<2x4xi1> into tensor<8xi1>
  %out = tensor.empty() : tensor<2x4xf32>
  %y = linalg.generic {
      indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel"]}
      ins(%t : tensor<2x4xi1>) outs(%out : tensor<2x4xf32>) {
  ^bb0(%m: i1, %o: f32):
    %a = tensor.extract %view[%c0] : tensor<8xi1>
    %b = tensor.extract %splat[%c0] : tensor<8xi1>
    %c = arith.andi %a, %b : i1
    %d = arith.ori %c, %m : i1
    %v = arith.select %d, %one, %zero : f32
    linalg.yield %v : f32
  } -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// An operation that is not known leaves the function as it is.
// CHECK-LABEL: func.func @unknown
// CHECK:         tensor.pad
// CHECK:         tensor<8xi1> to tensor<9xi1>
func.func @unknown(%m: tensor<8xi1>) -> tensor<9xi1> {
  %false = arith.constant false
  %p = tensor.pad %m low[0] high[1] {
  ^bb0(%i: index):
    tensor.yield %false : i1
  } : tensor<8xi1> to tensor<9xi1>
  return %p : tensor<9xi1>
}
