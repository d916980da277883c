// What hwlock-tile refuses, and what it leaves alone.
// RUN: not hwlock-opt %s --hwlock-tile=vector-bits=0 2>&1 | FileCheck %s --check-prefix=BITS
// BITS: error: option vector-bits is 0: expected 128, 256 or 512
// RUN: hwlock-opt %s --hwlock-tile --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @empty
// CHECK-NOT:     scf.for
// CHECK:         linalg.exp
func.func @empty(%x: tensor<0x4xf32>, %o: tensor<0x4xf32>) -> tensor<0x4xf32> {
  %y = linalg.exp ins(%x : tensor<0x4xf32>) outs(%o : tensor<0x4xf32>) -> tensor<0x4xf32>
  return %y : tensor<0x4xf32>
}

// CHECK-LABEL: func.func @dynamic
// CHECK-NOT:     scf.for
// CHECK:         linalg.exp
func.func @dynamic(%x: tensor<?xf32>, %o: tensor<?xf32>) -> tensor<?xf32> {
  %y = linalg.exp ins(%x : tensor<?xf32>) outs(%o : tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}

// A tile of the loop would start where the last iteration reads.
// CHECK-LABEL: func.func @backwards
// CHECK-NOT:     scf.for
// CHECK:         linalg.generic
func.func @backwards(%x: tensor<512xf32>, %o: tensor<512xf32>) -> tensor<512xf32> {
  %y = linalg.generic {
      indexing_maps = [affine_map<(d0) -> (511 - d0)>, affine_map<(d0) -> (d0)>],
      iterator_types = ["parallel"]}
      ins(%x : tensor<512xf32>) outs(%o : tensor<512xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<512xf32>
  return %y : tensor<512xf32>
}

// -----

func.func @unknown_kind(%x: tensor<8xf32>, %o: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{attribute hwlock.contraction is set by hwlock-choose-layouts: expected "matmul", "convolution" or "depthwise", found unit}}
  %y = linalg.generic {
      indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
      iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%o : tensor<8xf32>) attrs = {hwlock.contraction} {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func @other_loops(%x: tensor<8xf32>, %o: tensor<8xf32>) -> tensor<8xf32> {
  // expected-error @below {{contraction of kind "matmul": expected 4 loops, the first 3 of them parallel}}
  %y = linalg.generic {
      indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>],
      iterator_types = ["parallel"]}
      ins(%x : tensor<8xf32>) outs(%o : tensor<8xf32>) attrs = {hwlock.contraction = "matmul"} {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<8xf32>
  return %y : tensor<8xf32>
}
