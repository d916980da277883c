// What --lock-model would seal becomes an argument, once for each value; what it
// leaves in the clear stays.
// RUN: hwlock-opt %s --hwlock-hoist-weights | FileCheck %s

// CHECK-LABEL: func.func @dense(
// CHECK-SAME:    %[[X:.*]]: tensor<2xf32>,
// CHECK-SAME:    %[[W:.*]]: tensor<2xf32> {hwlock.weight = dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>})
// CHECK-DAG:     %[[SPLAT:.*]] = arith.constant dense<3.000000e+00> : tensor<2xf32>
// CHECK-DAG:     %[[SCALAR:.*]] = arith.constant 4.000000e+00 : f32
// CHECK:         %[[A:.*]] = arith.addf %[[X]], %[[W]]
// CHECK:         %[[B:.*]] = arith.mulf %[[A]], %[[W]]
// CHECK:         arith.mulf %[[B]], %[[SPLAT]]
func.func @dense(%x: tensor<2xf32>) -> (tensor<2xf32>, f32) {
  %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %again = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %splat = arith.constant dense<3.0> : tensor<2xf32>
  %scalar = arith.constant 4.0 : f32
  %a = arith.addf %x, %w : tensor<2xf32>
  %b = arith.mulf %a, %again : tensor<2xf32>
  %c = arith.mulf %b, %splat : tensor<2xf32>
  return %c, %scalar : tensor<2xf32>, f32
}

// CHECK-LABEL: func.func @captured(
// CHECK-SAME:    %[[X:.*]]: tensor<2xi64>,
// CHECK-SAME:    %[[TABLE:.*]]: tensor<3xf32> {hwlock.weight = dense_resource<table> : tensor<3xf32>})
// CHECK:         tensor.extract %[[TABLE]]
func.func @captured(%x: tensor<2xi64>) -> tensor<2xf32> {
  %table = arith.constant dense_resource<table> : tensor<3xf32>
  %empty = tensor.empty() : tensor<2xf32>
  %y = linalg.generic {
      indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
      iterator_types = ["parallel"]}
      ins(%x : tensor<2xi64>) outs(%empty : tensor<2xf32>) {
  ^bb0(%in: i64, %out: f32):
    %i = arith.index_cast %in : i64 to index
    %element = tensor.extract %table[%i] : tensor<3xf32>
    linalg.yield %element : f32
  } -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// What may be replaced is no part of the code, and equal constants stay apart.
// CHECK-LABEL: func.func @replaceable(
// CHECK-SAME:    %[[X:[^:]*]]: tensor<1xf32>,
// CHECK-SAME:    %[[ONE:[^:]*]]: tensor<1xf32> {hwlock.weight = dense_resource<one> : tensor<1xf32>},
// CHECK-SAME:    %[[OTHER:[^:]*]]: tensor<1xf32> {hwlock.weight = dense_resource<other> : tensor<1xf32>})
// CHECK:         %[[KEPT:.*]] = arith.constant dense_resource<kept> : tensor<1xf32>
// CHECK:         %[[A:.*]] = arith.addf %[[X]], %[[ONE]]
// CHECK:         %[[B:.*]] = arith.addf %[[A]], %[[OTHER]]
// CHECK:         arith.addf %[[B]], %[[KEPT]]
func.func @replaceable(%x: tensor<1xf32>) -> tensor<1xf32> {
  %one = arith.constant {hwlock.replaceable} dense_resource<one> : tensor<1xf32>
  %other = arith.constant {hwlock.replaceable} dense_resource<other> : tensor<1xf32>
  %kept = arith.constant dense_resource<kept> : tensor<1xf32>
  %a = arith.addf %x, %one : tensor<1xf32>
  %b = arith.addf %a, %other : tensor<1xf32>
  %c = arith.addf %b, %kept : tensor<1xf32>
  return %c : tensor<1xf32>
}

// Private functions are inlined before this pass and are not entry points.
// CHECK-LABEL: func.func private @helper()
// CHECK:         arith.constant dense<[5.000000e+00, 6.000000e+00]>
func.func private @helper() -> tensor<2xf32> {
  %w = arith.constant dense<[5.0, 6.0]> : tensor<2xf32>
  return %w : tensor<2xf32>
}

{-#
  dialect_resources: {
    builtin: {
      kept: "0x040000000000803F",
      one: "0x040000000000803F",
      other: "0x040000000000803F",
      table: "0x040000000000803F0000004000004040"
    }
  }
#-}
