// RUN: hwlock-opt %s --hwlock-guard-gathers | FileCheck %s

#id = affine_map<(d0, d1) -> (d0)>
#row = affine_map<(d0, d1) -> (d0, d1)>

// An index that is data is clamped, the index of a loop is not; the assertions
// of importers go.
// CHECK-LABEL: func.func @rows
// CHECK:         linalg.generic
// CHECK:         ^bb0(%[[IN:.*]]: i64,
// CHECK-NOT:       cf.assert
// CHECK:           %[[ID:.*]] = arith.index_cast %[[IN]]
// CHECK:           %[[COLUMN:.*]] = linalg.index 1
// CHECK:           %[[FIRST:.*]] = arith.constant 0 : index
// CHECK:           %[[LAST:.*]] = arith.constant 3 : index
// CHECK:           %[[LOW:.*]] = arith.maxsi %[[ID]], %[[FIRST]]
// CHECK:           %[[SAFE:.*]] = arith.minsi %[[LOW]], %[[LAST]]
// CHECK:           tensor.extract %{{.*}}[%[[SAFE]], %[[COLUMN]]]
func.func @rows(%table: tensor<4x8xf32>, %ids: tensor<2xi64>) -> tensor<2x8xf32> {
  %c4 = arith.constant 4 : index
  %empty = tensor.empty() : tensor<2x8xf32>
  %rows = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xi64>) outs(%empty : tensor<2x8xf32>) {
  ^bb0(%in: i64, %out: f32):
    %id = arith.index_cast %in : i64 to index
    %column = linalg.index 1 : index
    %inside = arith.cmpi slt, %id, %c4 : index
    cf.assert %inside, "index must be smaller than dim size"
    %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
    linalg.yield %element : f32
  } -> tensor<2x8xf32>
  return %rows : tensor<2x8xf32>
}

// A loop that is longer than the table is not trusted.
// CHECK-LABEL: func.func @short_table
// CHECK:         arith.minsi
func.func @short_table(%table: tensor<4xf32>) -> tensor<8xf32> {
  %empty = tensor.empty() : tensor<8xf32>
  %y = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      outs(%empty : tensor<8xf32>) {
  ^bb0(%out: f32):
    %i = linalg.index 0 : index
    %element = tensor.extract %table[%i] : tensor<4xf32>
    linalg.yield %element : f32
  } -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// Outside linalg an assertion stays.
// CHECK-LABEL: func.func @outside
// CHECK:         cf.assert
func.func @outside(%ok: i1) {
  cf.assert %ok, "kept"
  return
}
