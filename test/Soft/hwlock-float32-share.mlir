// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" --hwlock-float32-share 2>&1 >/dev/null | FileCheck %s
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" --hwlock-float32-share 2>/dev/null | FileCheck %s --check-prefix=IR
// What other passes do to weights is not known: they forget what was rewritten.
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" --canonicalize --hwlock-float32-share 2>&1 >/dev/null | FileCheck %s --check-prefix=LOST
// The example of the description: two products have weights that were mixed, one
// has none.
// CHECK: remark: 80.0 % of the multiply-accumulates need float32 now, 4 of 5{{$}}
// CHECK: note: this stops toolkits that quantise or prune; who knows the rewrites can undo them
// LOST: remark: 0.0 % of the multiply-accumulates need float32 now, 0 of 5{{$}}
// LOST-NOT: note:

// IR-LABEL: func @example
// IR-COUNT-3: linalg.matmul
// IR-NOT: hwlock
func.func @example(%x: tensor<1x1xf32>, %y: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
  %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<1x2xf32>
  %i0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x2xf32>) -> tensor<1x2xf32>
  %e1 = tensor.empty() : tensor<1x1xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i0 : tensor<1x2xf32>) -> tensor<1x2xf32>
  %1 = linalg.matmul ins(%0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
  %2 = linalg.matmul ins(%1, %y : tensor<1x1xf32>, tensor<1x1xf32>) outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
  return %2 : tensor<1x1xf32>
}
