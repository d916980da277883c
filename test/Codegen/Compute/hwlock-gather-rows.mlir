// RUN: hwlock-opt %s --hwlock-gather-rows --split-input-file | FileCheck %s

#id = affine_map<(d0, d1) -> (d0)>
#row = affine_map<(d0, d1) -> (d0, d1)>

// CHECK-LABEL: func.func @rows(
// CHECK-SAME:    %[[TABLE:.*]]: tensor<4x8xf32>, %[[IDS:.*]]: tensor<2xi64>)
// CHECK:         scf.for %[[I:.*]] = %{{.*}} iter_args(%[[RESULT:.*]] = %{{.*}})
// CHECK:           %[[IN:.*]] = tensor.extract %[[IDS]][%[[I]]]
// CHECK:           %[[ID:.*]] = arith.index_cast %[[IN]]
// CHECK:           %[[ROW:.*]] = tensor.extract_slice %[[TABLE]][%[[ID]], 0] [1, 8] [1, 1]
// CHECK:           tensor.insert_slice %[[ROW]] into %[[RESULT]][%[[I]], 0] [1, 8] [1, 1]
// CHECK-NOT:     linalg.generic
func.func @rows(%table: tensor<4x8xf32>, %ids: tensor<2xi64>) -> tensor<2x8xf32> {
  %empty = tensor.empty() : tensor<2x8xf32>
  %rows = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xi64>) outs(%empty : tensor<2x8xf32>) {
  ^bb0(%in: i64, %out: f32):
    %id = arith.index_cast %in : i64 to index
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
    linalg.yield %element : f32
  } -> tensor<2x8xf32>
  return %rows : tensor<2x8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0)>
#row = affine_map<(d0, d1) -> (d0, d1)>

// The row depends on the column: not a row.
// CHECK-LABEL: func.func @diagonal
// CHECK:         linalg.generic
func.func @diagonal(%table: tensor<8x8xf32>, %ids: tensor<2xindex>) -> tensor<2x8xf32> {
  %empty = tensor.empty() : tensor<2x8xf32>
  %y = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xindex>) outs(%empty : tensor<2x8xf32>) {
  ^bb0(%in: index, %out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%column, %column] : tensor<8x8xf32>
    linalg.yield %element : f32
  } -> tensor<2x8xf32>
  return %y : tensor<2x8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0)>
#row = affine_map<(d0, d1) -> (d0, d1)>

// Part of a row, and arithmetic on what was read.
// CHECK-LABEL: func.func @part
// CHECK:         linalg.generic
// CHECK:         linalg.generic
func.func @part(%table: tensor<4x9xf32>, %same: tensor<4x8xf32>, %ids: tensor<2xindex>)
    -> (tensor<2x8xf32>, tensor<2x8xf32>) {
  %empty = tensor.empty() : tensor<2x8xf32>
  %y = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xindex>) outs(%empty : tensor<2x8xf32>) {
  ^bb0(%in: index, %out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%in, %column] : tensor<4x9xf32>
    linalg.yield %element : f32
  } -> tensor<2x8xf32>
  %z = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xindex>) outs(%empty : tensor<2x8xf32>) {
  ^bb0(%in: index, %out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %same[%in, %column] : tensor<4x8xf32>
    %negated = arith.negf %element : f32
    linalg.yield %negated : f32
  } -> tensor<2x8xf32>
  return %y, %z : tensor<2x8xf32>, tensor<2x8xf32>
}
