// A power whose exponent is a constant integer is a product.
// RUN: hwlock-opt %s --hwlock-to-llvm | FileCheck %s
// CHECK-LABEL: llvm.func @main
// CHECK-NOT: powi
// CHECK: %[[SQUARE:.*]] = llvm.fmul %[[X:.*]], %[[X]] : vector<
// CHECK-NOT: powi
func.func @main(%x: tensor<64xf32>) -> tensor<64xf32> {
  %two = arith.constant 2 : i64
  %e = tensor.empty() : tensor<64xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%x : tensor<64xf32>) outs(%e : tensor<64xf32>) {
  ^bb0(%in: f32, %out: f32):
    %square = math.fpowi %in, %two : f32, i64
    linalg.yield %square : f32
  } -> tensor<64xf32>
  return %0 : tensor<64xf32>
}
