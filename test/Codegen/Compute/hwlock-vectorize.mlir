// RUN: hwlock-opt %s --hwlock-vectorize --split-input-file | FileCheck %s

// Accumulators are a vector that the loop carries.
// CHECK-LABEL: func.func @product(
// CHECK-SAME:    %[[X:.*]]: tensor<8x16xf32>, %[[W:.*]]: tensor<16x32xf32>, %[[Y:.*]]: tensor<8x32xf32>)
// CHECK:         %[[START:.*]] = vector.transfer_read %[[Y]]
// CHECK:         %[[END:.*]] = scf.for {{.*}} iter_args(%[[SUM:.*]] = %[[START]]) -> (vector<8x32xf32>)
// CHECK:           vector.transfer_read %[[X]]
// CHECK:           vector.transfer_read %[[W]]
// CHECK:           vector.contract {{.*}} %[[SUM]] : vector<8x8xf32>, vector<8x32xf32> into vector<8x32xf32>
// CHECK:         vector.transfer_write %[[END]]
func.func @product(%x: tensor<8x16xf32>, %w: tensor<16x32xf32>, %y: tensor<8x32xf32>) -> tensor<8x32xf32> {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %c16 = arith.constant 16 : index
  %r = scf.for %k = %c0 to %c16 step %c8 iter_args(%sum = %y) -> tensor<8x32xf32> {
    %a = tensor.extract_slice %x[0, %k] [8, 8] [1, 1] : tensor<8x16xf32> to tensor<8x8xf32>
    %b = tensor.extract_slice %w[%k, 0] [8, 32] [1, 1] : tensor<16x32xf32> to tensor<8x32xf32>
    %c = linalg.matmul ins(%a, %b : tensor<8x8xf32>, tensor<8x32xf32>) outs(%sum : tensor<8x32xf32>) -> tensor<8x32xf32>
    scf.yield %c : tensor<8x32xf32>
  }
  return %r : tensor<8x32xf32>
}

// -----

// One position of a window with stride two: a strided slice.
// CHECK-LABEL: func.func @window
// CHECK:         tensor.extract_slice {{.*}} [1, 4, 16] [1, 2, 1]
// CHECK:         vector.transfer_read
// CHECK-NOT:     linalg.generic
func.func @window(%x: tensor<1x7x16xf32>, %w: tensor<1x1x16xf32>, %y: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %z = linalg.generic {
      indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d2, d0 * 2 + d3, d1)>, affine_map<(d0, d1, d2, d3) -> (d2, d3, d1)>,
                       affine_map<(d0, d1, d2, d3) -> (d0, d1)>],
      iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<1x7x16xf32>, tensor<1x1x16xf32>) outs(%y : tensor<4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x16xf32>
  return %z : tensor<4x16xf32>
}

// -----

// Vectors of i1 are not what memory holds: such an operation stays.
// CHECK-LABEL: func.func @boolean
// CHECK:         linalg.generic
// CHECK-NOT:     vector<8xi1>
func.func @boolean(%x: tensor<8xf32>, %y: tensor<8xi1>) -> tensor<8xi1> {
  %z = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%y : tensor<8xi1>) {
  ^bb0(%a: f32, %b: i1):
    %m = arith.cmpf oeq, %a, %a : f32
    linalg.yield %m : i1
  } -> tensor<8xi1>
  return %z : tensor<8xi1>
}

// -----

// A unit dimension between the two that are exchanged would make every move
// one element wide.
// CHECK-LABEL: func.func @transpose
// CHECK:         vector.transpose {{.*}} vector<16x8xf32> to vector<8x16xf32>
func.func @transpose(%x: tensor<16x1x8xf32>, %y: tensor<8x1x16xf32>) -> tensor<8x1x16xf32> {
  %z = linalg.transpose ins(%x : tensor<16x1x8xf32>) outs(%y : tensor<8x1x16xf32>) permutation = [2, 1, 0]
  return %z : tensor<8x1x16xf32>
}

// -----

// A sum that begins with zero in each iteration begins with a constant, not with
// what was filled into memory before, whatever form it is read in.
// CHECK-LABEL: func.func @from_zero
// CHECK-DAG:     %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : vector<8x32xf32>
// CHECK-NOT:     vector.transfer_write
// CHECK:         scf.for
// CHECK:           scf.for {{.*}} iter_args(%{{.*}} = %[[ZERO]]) -> (vector<8x32xf32>)
func.func @from_zero(%x: tensor<8x64xf32>, %w: tensor<1x64x32xf32>, %y: tensor<8x1x32xf32>) -> tensor<8x1x32xf32> {
  %c0 = arith.constant 0 : index
  %c8 = arith.constant 8 : index
  %c32 = arith.constant 32 : index
  %c64 = arith.constant 64 : index
  %zero = arith.constant 0.0 : f32
  %empty = tensor.empty() : tensor<8x1x32xf32>
  %zeros = linalg.fill ins(%zero : f32) outs(%empty : tensor<8x1x32xf32>) -> tensor<8x1x32xf32>
  %total = scf.for %b = %c0 to %c64 step %c32 iter_args(%before = %y) -> tensor<8x1x32xf32> {
    %block = scf.for %i = %c0 to %c32 step %c8 iter_args(%sum = %zeros) -> tensor<8x1x32xf32> {
      %k = arith.addi %b, %i : index
      %xs = tensor.extract_slice %x[0, %k] [8, 8] [1, 1] : tensor<8x64xf32> to tensor<8x8xf32>
      %ws = tensor.extract_slice %w[0, %k, 0] [1, 8, 32] [1, 1, 1] : tensor<1x64x32xf32> to tensor<1x8x32xf32>
      %next = linalg.generic {indexing_maps = [affine_map<(m, p, n, k) -> (m, k)>, affine_map<(m, p, n, k) -> (p, k, n)>, affine_map<(m, p, n, k) -> (m, p, n)>],
          iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
          ins(%xs, %ws : tensor<8x8xf32>, tensor<1x8x32xf32>) outs(%sum : tensor<8x1x32xf32>) {
      ^bb0(%a: f32, %c: f32, %out: f32):
        %m = arith.mulf %a, %c : f32
        %s = arith.addf %out, %m : f32
        linalg.yield %s : f32
      } -> tensor<8x1x32xf32>
      scf.yield %next : tensor<8x1x32xf32>
    }
    %after = linalg.generic {indexing_maps = [affine_map<(m, p, n) -> (m, p, n)>, affine_map<(m, p, n) -> (m, p, n)>], iterator_types = ["parallel", "parallel", "parallel"]}
        ins(%block : tensor<8x1x32xf32>) outs(%before : tensor<8x1x32xf32>) {
    ^bb0(%a: f32, %out: f32):
      %s = arith.addf %out, %a : f32
      linalg.yield %s : f32
    } -> tensor<8x1x32xf32>
    scf.yield %after : tensor<8x1x32xf32>
  }
  return %total : tensor<8x1x32xf32>
}
