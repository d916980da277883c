// What hwlock-gather-rows leaves alone: look-ups that do not copy whole rows.
// RUN: hwlock-opt %s --hwlock-gather-rows | FileCheck %s
// CHECK-NOT: scf.for

#id = affine_map<(d0, d1) -> (d0)>
#out = affine_map<(d0, d1) -> (d0, d1)>

// Half of each row.
// CHECK-LABEL: func.func @half
// CHECK:         linalg.generic
func.func @half(%table: tensor<4x8xf32>, %ids: tensor<2xindex>, %o: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %rows = linalg.generic {indexing_maps = [#id, #out], iterator_types = ["parallel", "parallel"]}
      ins(%ids : tensor<2xindex>) outs(%o : tensor<2x4xf32>) {
  ^bb0(%id: index, %out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
    linalg.yield %element : f32
  } -> tensor<2x4xf32>
  return %rows : tensor<2x4xf32>
}

// A diagonal: the row depends on the column.
// CHECK-LABEL: func.func @diagonal
// CHECK:         linalg.generic
func.func @diagonal(%table: tensor<8x8xf32>, %o: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %rows = linalg.generic {indexing_maps = [#out], iterator_types = ["parallel", "parallel"]}
      outs(%o : tensor<2x8xf32>) {
  ^bb0(%out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%column, %column] : tensor<8x8xf32>
    linalg.yield %element : f32
  } -> tensor<2x8xf32>
  return %rows : tensor<2x8xf32>
}

// CHECK-LABEL: func.func @buffers
// CHECK:         linalg.generic
func.func @buffers(%table: tensor<4x8xf32>, %ids: memref<2xindex>, %o: memref<2x8xf32>) {
  linalg.generic {indexing_maps = [#id, #out], iterator_types = ["parallel", "parallel"]}
      ins(%ids : memref<2xindex>) outs(%o : memref<2x8xf32>) {
  ^bb0(%id: index, %out: f32):
    %column = linalg.index 1 : index
    %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
    linalg.yield %element : f32
  }
  return
}
