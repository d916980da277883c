// Nothing is refused; what cannot be counted is said.
// RUN: split-file %s %t
// RUN: hwlock-opt %t/none.mlir --hwlock-soft-lock=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=NONE
// RUN: hwlock-opt %t/dynamic.mlir --hwlock-soft-lock=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=DYNAMIC
// RUN: hwlock-opt %t/positive.mlir --hwlock-soft-lock=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=POSITIVE

// NONE: remark: no multiply-accumulates that could need float32
//--- none.mlir
module {}

// The batch is dynamic; to ask for its size is not to read.
// DYNAMIC: remark: 100.0 % of the multiply-accumulates need float32 now, 4 of 4, each dynamic size taken as 1
//--- dynamic.mlir
func.func @main(%x: tensor<?x1xf32>, %i0: tensor<?x2xf32>) -> tensor<?x1xf32> {
  %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
  %zero = arith.constant 0.0 : f32
  %f0 = linalg.fill ins(%zero : f32) outs(%i0 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<?x1xf32>, tensor<1x2xf32>) outs(%f0 : tensor<?x2xf32>) -> tensor<?x2xf32>
  %batch = arith.constant 0 : index
  %rows = tensor.dim %0, %batch : tensor<?x2xf32>
  %i1 = tensor.empty(%rows) : tensor<?x1xf32>
  %f1 = linalg.fill ins(%zero : f32) outs(%i1 : tensor<?x1xf32>) -> tensor<?x1xf32>
  %1 = linalg.matmul ins(%0, %w1 : tensor<?x2xf32>, tensor<2x1xf32>) outs(%f1 : tensor<?x1xf32>) -> tensor<?x1xf32>
  return %1 : tensor<?x1xf32>
}

// What hwlock-pos-mix inserts counts, too: a matrix of 2 by 2 and a sum of 2 before a
// layer of 2 by 2.
// POSITIVE: remark: 100.0 % of the multiply-accumulates need float32 now, 10 of 10
//--- positive.mlir
func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x2xf32>
  %relu = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
  ^bb0(%a: f32, %out: f32):
    %m = arith.maximumf %a, %zero : f32
    linalg.yield %m : f32
  } -> tensor<1x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
  %0 = linalg.matmul ins(%relu, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
  return %0 : tensor<1x2xf32>
}
