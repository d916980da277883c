// What hwlock-fuse-elementwise leaves alone.
// RUN: hwlock-opt %s --hwlock-fuse-elementwise | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// A result with two readers would be computed twice.
// CHECK-LABEL: func.func @two_readers
// CHECK-COUNT-3: linalg.generic
func.func @two_readers(%x: tensor<8xf32>, %o: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %e = linalg.exp ins(%x : tensor<8xf32>) outs(%o : tensor<8xf32>) -> tensor<8xf32>
  %a = linalg.abs ins(%e : tensor<8xf32>) outs(%o : tensor<8xf32>) -> tensor<8xf32>
  %b = linalg.sqrt ins(%e : tensor<8xf32>) outs(%o : tensor<8xf32>) -> tensor<8xf32>
  return %a, %b : tensor<8xf32>, tensor<8xf32>
}

// A gather stays alone, for hwlock-gather-rows.
// CHECK-LABEL: func.func @gather
// CHECK:         linalg.generic
// CHECK:           tensor.extract
// CHECK-NOT:       math.exp
// CHECK:         linalg.generic
// CHECK:           math.exp
func.func @gather(%table: tensor<4xf32>, %ids: tensor<2xindex>, %o: tensor<2xf32>) -> tensor<2xf32> {
  %rows = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%ids : tensor<2xindex>) outs(%o : tensor<2xf32>) {
  ^bb0(%id: index, %out: f32):
    %element = tensor.extract %table[%id] : tensor<4xf32>
    linalg.yield %element : f32
  } -> tensor<2xf32>
  %y = linalg.exp ins(%rows : tensor<2xf32>) outs(%o : tensor<2xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// CHECK-LABEL: func.func @buffers
// CHECK-COUNT-2: linalg.generic
func.func @buffers(%x: memref<8xf32>, %y: memref<8xf32>) {
  linalg.exp ins(%x : memref<8xf32>) outs(%y : memref<8xf32>)
  linalg.abs ins(%y : memref<8xf32>) outs(%x : memref<8xf32>)
  return
}
