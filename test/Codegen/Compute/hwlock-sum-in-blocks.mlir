// RUN: hwlock-opt %s --hwlock-sum-in-blocks --canonicalize --split-input-file | FileCheck %s --enable-var-scope

// 32 is the power of two above the root of 384. The sum of a block begins with
// zero and is added to those before it.
// CHECK-LABEL: func.func @product
// CHECK-SAME:    %[[X:[a-z0-9]+]]: tensor<4x384xf32>, %[[W:[a-z0-9]+]]: tensor<384x32xf32>, %[[INIT:[a-z0-9]+]]: tensor<4x32xf32>
// CHECK:         scf.for %[[K:.*]] = %c0 to %c384 step %c32 iter_args(%[[SUM:.*]] = %[[INIT]])
// CHECK-DAG:       %[[XB:.*]] = tensor.extract_slice %[[X]][0, %[[K]]] [4, 32]
// CHECK-DAG:       %[[WB:.*]] = tensor.extract_slice %[[W]][%[[K]], 0] [32, 32]
// CHECK:           %[[ZERO:.*]] = linalg.fill ins(%cst : f32)
// CHECK:           %[[BLOCK:.*]] = linalg.matmul ins(%[[XB]], %[[WB]] : {{.*}}) outs(%[[ZERO]] : {{.*}})
// CHECK:           linalg.generic {{.*}} ins(%[[BLOCK]] : tensor<4x32xf32>) outs(%[[SUM]] : tensor<4x32xf32>)
// CHECK:             arith.addf
func.func @product(%x: tensor<4x384xf32>, %w: tensor<384x32xf32>, %y: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %z = linalg.matmul ins(%x, %w : tensor<4x384xf32>, tensor<384x32xf32>) outs(%y : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %z : tensor<4x32xf32>
}

// -----

// 257 has no divisor: one product is left over.
// CHECK-LABEL: func.func @remainder
// CHECK:         scf.for {{.*}} to %c256 step %c32
// CHECK:           linalg.matmul {{.*}} tensor<4x32xf32>, tensor<32x32xf32>
// CHECK:         %[[ZERO:.*]] = linalg.fill
// CHECK:         %[[LAST:.*]] = linalg.matmul {{.*}} tensor<4x1xf32>, tensor<1x32xf32>) outs(%[[ZERO]]
// CHECK:         linalg.generic {{.*}} ins(%[[LAST]] :
// CHECK:           arith.addf
func.func @remainder(%x: tensor<4x257xf32>, %w: tensor<257x32xf32>, %y: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %z = linalg.matmul ins(%x, %w : tensor<4x257xf32>, tensor<257x32xf32>) outs(%y : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %z : tensor<4x32xf32>
}

// -----

// CHECK-LABEL: func.func @short
// CHECK-NOT:     scf.for
func.func @short(%x: tensor<4x255xf32>, %w: tensor<255x32xf32>, %y: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %z = linalg.matmul ins(%x, %w : tensor<4x255xf32>, tensor<255x32xf32>) outs(%y : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %z : tensor<4x32xf32>
}

// -----

#image = affine_map<(n, h, w, co, c, kh, kw, ci) -> (n, h + kh, w + kw, ci)>
#kernel = affine_map<(n, h, w, co, c, kh, kw, ci) -> (co, kh, kw, ci, c)>
#result = affine_map<(n, h, w, co, c, kh, kw, ci) -> (n, h, w, co, c)>

// 400 products: a row of five places with four channels each fits into 32.
// CHECK-LABEL: func.func @convolution
// CHECK:         scf.for {{.*}} step %c1{{ }}
// CHECK-NOT:       scf.for
// CHECK:           linalg.generic {{.*}} ins({{.*}} : tensor<1x4x8x4xf32>, tensor<1x1x5x4x16xf32>)
func.func @convolution(%x: tensor<1x23x8x4xf32>, %w: tensor<1x20x5x4x16xf32>, %y: tensor<1x4x4x1x16xf32>) -> tensor<1x4x4x1x16xf32> {
  %z = linalg.generic {indexing_maps = [#image, #kernel, #result],
      iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%x, %w : tensor<1x23x8x4xf32>, tensor<1x20x5x4x16xf32>) outs(%y : tensor<1x4x4x1x16xf32>)
      attrs = {hwlock.contraction = "convolution"} {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<1x4x4x1x16xf32>
  return %z : tensor<1x4x4x1x16xf32>
}
