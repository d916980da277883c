// RUN: hwlock-opt %s --hwlock-pack-weights --split-input-file | FileCheck %s

// The transpose of a weight moves, that of an input does not; an unused weight
// goes; a view stays and its weight with it.
// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[X:.*]]: tensor<2x3xf32>,
// CHECK-SAME:    %[[VIEWED:.*]]: tensor<6xf32> {hwlock.weight = @v::@viewed},
// CHECK-SAME:    %[[PACKED:.*]]: tensor<3x2xf32> {hwlock.packed = 0 : i64})
// CHECK:         %[[TX:.*]] = linalg.transpose ins(%[[X]]
// CHECK:         %[[VIEW:.*]] = tensor.expand_shape %[[VIEWED]]
// CHECK:         return %[[TX]], %[[PACKED]], %[[VIEW]]
// CHECK-LABEL: func.func private @f.pack(
// CHECK-SAME:    %[[W:.*]]: tensor<2x3xf32> {hwlock.weight = @v::@packed}) -> tensor<3x2xf32>
// CHECK:         %[[TW:.*]] = linalg.transpose ins(%[[W]]
// CHECK:         return %[[TW]]
func.func @f(%x: tensor<2x3xf32>, %w: tensor<2x3xf32> {hwlock.weight = @v::@packed},
             %u: tensor<7xf32> {hwlock.weight = @v::@unused},
             %r: tensor<6xf32> {hwlock.weight = @v::@viewed})
    -> (tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>) {
  %e = tensor.empty() : tensor<3x2xf32>
  %tx = linalg.transpose ins(%x : tensor<2x3xf32>) outs(%e : tensor<3x2xf32>) permutation = [1, 0]
  %tw = linalg.transpose ins(%w : tensor<2x3xf32>) outs(%e : tensor<3x2xf32>) permutation = [1, 0]
  %view = tensor.expand_shape %r [[0, 1]] output_shape [3, 2] : tensor<6xf32> into tensor<3x2xf32>
  return %tx, %tw, %view : tensor<3x2xf32>, tensor<3x2xf32>, tensor<3x2xf32>
}

// -----

// A chain moves as a whole; a broadcast at its end would only grow the data.
// CHECK-LABEL: func.func @chain(
// CHECK-SAME:    %[[PACKED:.*]]: tensor<4xf32> {hwlock.packed = 0 : i64})
// CHECK-NEXT:    tensor.empty
// CHECK-NEXT:    linalg.broadcast ins(%[[PACKED]]
// CHECK-NEXT:    return
// CHECK-LABEL: func.func private @chain.pack(
// CHECK:         linalg.exp
// CHECK:         linalg.abs
func.func @chain(%w: tensor<4xf32> {hwlock.weight = @v::@w}) -> tensor<512x4xf32> {
  %e = tensor.empty() : tensor<4xf32>
  %a = linalg.exp ins(%w : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %b = linalg.abs ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %wide = tensor.empty() : tensor<512x4xf32>
  %c = linalg.broadcast ins(%b : tensor<4xf32>) outs(%wide : tensor<512x4xf32>) dimensions = [0]
  return %c : tensor<512x4xf32>
}

// -----

// No weight, no pack function.
// CHECK-LABEL: func.func @plain
// CHECK-NOT:   @plain.pack
func.func @plain(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
