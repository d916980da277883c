// RUN: hwlock-opt %s --hwlock-tile=vector-bits=512 --canonicalize --cse --split-input-file | FileCheck %s

#x = affine_map<(d0, d1, d2, d3) -> (d0, d3)>
#w = affine_map<(d0, d1, d2, d3) -> (d1, d3, d2)>
#y = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// Panels outside, eight rows inside, and what follows in the same loops. Rows
// that are left over get a loop body of their own.
// CHECK-LABEL: func.func @layer
// CHECK:         scf.for
// CHECK:           scf.for {{.*}} step %c8
// CHECK:             linalg.fill {{.*}} tensor<8x1x32xf32>
// CHECK:             linalg.generic {{.*}}hwlock.contraction = "matmul"
// CHECK:             linalg.generic {{.*}} tensor<8x1x32xf32>
// CHECK:               arith.maximumf
// CHECK:           linalg.generic {{.*}} ins({{.*}} : tensor<3x16xf32>, tensor<1x16x32xf32>)
// CHECK:           linalg.generic {{.*}} tensor<3x1x32xf32>
// CHECK:             arith.maximumf
func.func @layer(%x: tensor<19x16xf32>, %w: tensor<2x16x32xf32>) -> tensor<19x2x32xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<19x2x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<19x2x32xf32>) -> tensor<19x2x32xf32>
  %y = linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<19x16xf32>, tensor<2x16x32xf32>) outs(%z : tensor<19x2x32xf32>)
      attrs = {hwlock.contraction = "matmul"} {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<19x2x32xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%y : tensor<19x2x32xf32>) outs(%e : tensor<19x2x32xf32>) {
  ^bb0(%in: f32, %out: f32):
    %m = arith.maximumf %in, %zero : f32
    linalg.yield %m : f32
  } -> tensor<19x2x32xf32>
  return %r : tensor<19x2x32xf32>
}

// -----

// Elementwise: about four registers at a time, here the divisor 50 of 100.
// CHECK-LABEL: func.func @elementwise
// CHECK:         linalg.exp {{.*}} tensor<1x50xf32>
func.func @elementwise(%x: tensor<3x100xf32>) -> tensor<3x100xf32> {
  %e = tensor.empty() : tensor<3x100xf32>
  %y = linalg.exp ins(%x : tensor<3x100xf32>) outs(%e : tensor<3x100xf32>) -> tensor<3x100xf32>
  return %y : tensor<3x100xf32>
}

// -----

// A prime: 64 elements, then 33.
// CHECK-LABEL: func.func @prime
// CHECK:         linalg.exp {{.*}} tensor<64xf32>
// CHECK:         linalg.exp {{.*}} tensor<33xf32>
func.func @prime(%x: tensor<97xf32>) -> tensor<97xf32> {
  %e = tensor.empty() : tensor<97xf32>
  %y = linalg.exp ins(%x : tensor<97xf32>) outs(%e : tensor<97xf32>) -> tensor<97xf32>
  return %y : tensor<97xf32>
}

// -----

#split = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d5, d3, d4)>
#blocks = affine_map<(d0, d1, d2, d3, d4, d5) -> (d1, d2, d5)>
#mixed = affine_map<(d0, d1, d2, d3, d4, d5) -> (d0, d1, d2, d3, d4)>

// Channels in blocks of four, in front of the places of an image: vectors go along
// the places, not along the four.
// CHECK-LABEL: func.func @blocks
// CHECK:         linalg.generic {{.*}} ins({{.*}} : tensor<1x1x4x1x32xf32>, tensor<1x1x4xf32>) outs({{.*}} : tensor<1x1x1x1x32xf32>)
func.func @blocks(%x: tensor<2x3x4x8x32xf32>, %w: tensor<3x4x4xf32>) -> tensor<2x3x4x8x32xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x3x4x8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x3x4x8x32xf32>) -> tensor<2x3x4x8x32xf32>
  %y = linalg.generic {indexing_maps = [#split, #blocks, #mixed], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<2x3x4x8x32xf32>, tensor<3x4x4xf32>) outs(%z : tensor<2x3x4x8x32xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %c, %m : f32
    linalg.yield %s : f32
  } -> tensor<2x3x4x8x32xf32>
  return %y : tensor<2x3x4x8x32xf32>
}

// -----

// A transpose moves square blocks.
// CHECK-LABEL: func.func @transpose
// CHECK:         linalg.transpose {{.*}} tensor<16x16xf32>
func.func @transpose(%x: tensor<64x32xf32>) -> tensor<32x64xf32> {
  %e = tensor.empty() : tensor<32x64xf32>
  %y = linalg.transpose ins(%x : tensor<64x32xf32>) outs(%e : tensor<32x64xf32>) permutation = [1, 0]
  return %y : tensor<32x64xf32>
}
