// RUN: hwlock-opt %s --hwlock-tile-reductions=vector-bits=512 --canonicalize --split-input-file | FileCheck %s

#x = affine_map<(d0, d1, d2) -> (d0, d2)>
#w = affine_map<(d0, d1, d2) -> (d2, d1)>
#y = affine_map<(d0, d1, d2) -> (d0, d1)>

// Eight steps of a sum of products at a time, and what is left over.
// CHECK-LABEL: func.func @product
// CHECK:         scf.for {{.*}} step %c8
// CHECK:           linalg.matmul {{.*}} tensor<4x8xf32>, tensor<8x32xf32>
// CHECK:         linalg.matmul {{.*}} tensor<4x5xf32>, tensor<5x32xf32>
func.func @product(%x: tensor<4x29xf32>, %w: tensor<29x32xf32>, %y: tensor<4x32xf32>) -> tensor<4x32xf32> {
  %z = linalg.matmul ins(%x, %w : tensor<4x29xf32>, tensor<29x32xf32>) outs(%y : tensor<4x32xf32>) -> tensor<4x32xf32>
  return %z : tensor<4x32xf32>
}

// -----

// A sum along a row takes vectors, one along a column takes one row at a time.
// CHECK-LABEL: func.func @sums
// CHECK:         scf.for {{.*}} step %c64
// CHECK:           linalg.reduce ins({{.*}} : tensor<1x64xf32>)
// CHECK:         scf.for {{.*}} step %c1
// CHECK:           linalg.reduce ins({{.*}} : tensor<1x64xf32>)
func.func @sums(%x: tensor<1x256xf32>, %a: tensor<1xf32>, %y: tensor<8x64xf32>, %b: tensor<64xf32>) -> (tensor<1xf32>, tensor<64xf32>) {
  %row = linalg.reduce ins(%x : tensor<1x256xf32>) outs(%a : tensor<1xf32>) dimensions = [1]
    (%in: f32, %out: f32) {
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    }
  %column = linalg.reduce ins(%y : tensor<8x64xf32>) outs(%b : tensor<64xf32>) dimensions = [0]
    (%in: f32, %out: f32) {
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    }
  return %row, %column : tensor<1xf32>, tensor<64xf32>
}

// -----

#image = affine_map<(d0, d1, d2, d3) -> (d0 * 2 + d2, d1 * 2 + d3)>
#window = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#result = affine_map<(d0, d1, d2, d3) -> (d0, d1)>

// A window goes one position at a time.
// CHECK-LABEL: func.func @window
// CHECK:         scf.for {{.*}} step %c1
// CHECK:           scf.for {{.*}} step %c1
// CHECK:             linalg.generic {{.*}} tensor<1x1xf32>
func.func @window(%x: tensor<9x9xf32>, %w: tensor<3x3xf32>, %y: tensor<4x4xf32>) -> tensor<4x4xf32> {
  %z = linalg.generic {indexing_maps = [#image, #window, #result], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %w : tensor<9x9xf32>, tensor<3x3xf32>) outs(%y : tensor<4x4xf32>)
      attrs = {hwlock.contraction = "depthwise"} {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %z : tensor<4x4xf32>
}
