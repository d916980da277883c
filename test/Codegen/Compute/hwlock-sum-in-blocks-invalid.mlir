// What hwlock-sum-in-blocks leaves alone; it refuses nothing.
// RUN: hwlock-opt %s --hwlock-sum-in-blocks | FileCheck %s --enable-var-scope

// CHECK-LABEL: func.func @dynamic
// CHECK-NOT:     scf.for
func.func @dynamic(%x: tensor<4x?xf32>, %w: tensor<?x4xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = linalg.matmul ins(%x, %w : tensor<4x?xf32>, tensor<?x4xf32>) outs(%o : tensor<4x4xf32>) -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// Integers are not rounded.
// CHECK-LABEL: func.func @integers
// CHECK-NOT:     scf.for
func.func @integers(%x: tensor<4x512xi32>, %w: tensor<512x4xi32>, %o: tensor<4x4xi32>) -> tensor<4x4xi32> {
  %y = linalg.matmul ins(%x, %w : tensor<4x512xi32>, tensor<512x4xi32>) outs(%o : tensor<4x4xi32>) -> tensor<4x4xi32>
  return %y : tensor<4x4xi32>
}

// CHECK-LABEL: func.func @buffers
// CHECK-NOT:     scf.for
func.func @buffers(%x: memref<4x512xf32>, %w: memref<512x4xf32>, %o: memref<4x4xf32>) {
  linalg.matmul ins(%x, %w : memref<4x512xf32>, memref<512x4xf32>) outs(%o : memref<4x4xf32>)
  return
}

// A sum that is no sum of products is cut into vectors, each lane a sum.
// CHECK-LABEL: func.func @sum
// CHECK-NOT:     scf.for
func.func @sum(%x: tensor<4x512xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  %y = linalg.reduce ins(%x : tensor<4x512xf32>) outs(%o : tensor<4xf32>) dimensions = [1]
    (%in: f32, %out: f32) {
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    }
  return %y : tensor<4xf32>
}

// What is left of a sum from zero would be negated again in each block.
// CHECK-LABEL: func.func @no_plain_sum
// CHECK-NOT:     scf.for
func.func @no_plain_sum(%x: tensor<4x512xf32>, %w: tensor<512x4xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<4x512xf32>, tensor<512x4xf32>) outs(%o : tensor<4x4xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    %n = arith.negf %s : f32
    linalg.yield %n : f32
  } -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}

// A vector is added up along its rows, in lanes.
// CHECK-LABEL: func.func @vector
// CHECK-NOT:     scf.for
func.func @vector(%x: tensor<4x512xf32>, %v: tensor<512xf32>, %o: tensor<4xf32>) -> tensor<4xf32> {
  %y = linalg.matvec ins(%x, %v : tensor<4x512xf32>, tensor<512xf32>) outs(%o : tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @depthwise
// CHECK-NOT:     scf.for
func.func @depthwise(%x: tensor<23x23xf32>, %w: tensor<20x20xf32>, %o: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %y = linalg.generic {indexing_maps = [affine_map<(h, w, i, j) -> (h + i, w + j)>, affine_map<(h, w, i, j) -> (i, j)>, affine_map<(h, w, i, j) -> (h, w)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<23x23xf32>, tensor<20x20xf32>) outs(%o : tensor<4x4xf32>) attrs = {hwlock.contraction = "depthwise"} {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
