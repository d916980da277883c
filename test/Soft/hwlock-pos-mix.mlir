// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// One number for all groups, or one for each; -1 leaves a group out.
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1 kappa=32" -o %t.one 2>/dev/null
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1 kappa=32,32,32" -o %t.each 2>/dev/null
// RUN: cmp %t.one %t.each
// What is taken without one in functions of up to three layers.
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" -o %t.none 2>/dev/null
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1 kappa=8192" -o %t.few 2>/dev/null
// RUN: cmp %t.none %t.few
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1 kappa=-1,0,0" 2>%t.out | FileCheck %s --check-prefix=GROUPS
// RUN: FileCheck %s --check-prefix=LEFT --input-file %t.out

#id = affine_map<(d0, d1) -> (d0, d1)>
#scalar = affine_map<(d0, d1) -> ()>
// CHECK-DAG: #[[$READ:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$MATRIX:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
// CHECK-DAG: #[[$WRITTEN:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-DAG: #[[$EACH:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[$SHARED:.*]] = affine_map<(d0, d1) -> (d0, 0)>
module {
  // The example of the description: nothing follows the layer, and one sum of all
  // channels is added to each.
  // CHECK-LABEL: func @example
  // GROUPS-LABEL: func @example
  // GROUPS: dense<{{\[}}[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]>
  // GROUPS-LABEL: func @hidden
  // GROUPS: dense_resource<hwlock_mix>
  // LEFT: not mixed before: the output of 1 layer(s) of 'example': it is to be left out
  // REMARK: mixed before the outputs of 1 layer(s), 2 channel(s), of 'example'
  func.func @example(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    // The weight takes the inverse.
    // CHECK-NOT: dense<{{\[}}[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]>
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    // CHECK: %[[RELU:.*]] = linalg.generic
    %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.cmpf ugt, %in, %zero : f32
      %r = arith.select %p, %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[M:.*]] = arith.constant dense_resource<hwlock_mix> : tensor<1x2x2xf32>
    // CHECK: %[[W:.*]] = arith.constant dense_resource<hwlock_mix_1> : tensor<1x1x2xf32>
    // CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[RELU]] {{\[}}[0], [1, 2]{{\]}} output_shape [1, 1, 2]
    // CHECK: %[[MIXED:.*]] = linalg.generic {indexing_maps = [#[[$READ]], #[[$MATRIX]], #[[$WRITTEN]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%[[SPLIT]], %[[M]] :
    // CHECK: %[[Z:.*]] = tensor.collapse_shape %[[MIXED]]
    // CHECK: %[[ALL:.*]] = tensor.expand_shape %[[Z]] {{\[}}[0], [1, 2]{{\]}} output_shape [1, 1, 2]
    // CHECK: %[[SUM:.*]] = linalg.generic {indexing_maps = [#[[$READ]], #[[$MATRIX]], #[[$WRITTEN]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%[[ALL]], %[[W]] : tensor<1x1x2xf32>, tensor<1x1x2xf32>)
    // CHECK: %[[S:.*]] = tensor.collapse_shape %[[SUM]]
    // CHECK: %[[Y:.*]] = linalg.generic {indexing_maps = [#[[$EACH]], #[[$SHARED]], #[[$EACH]]], {{.*}} ins(%[[Z]], %[[S]] : tensor<1x2xf32>, tensor<1x1xf32>)
    // CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32,
    // CHECK-NEXT: %[[BOTH:.*]] = arith.addf %[[A]], %[[B]]
    // CHECK-NEXT: arith.maximumf %[[BOTH]],
    // CHECK: linalg.matmul ins(%[[Y]],
    %0 = linalg.matmul ins(%relu, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }

  // Another layer follows, whose input may be below zero.
  // CHECK-LABEL: func @hidden
  // REMARK: mixed before the outputs of 1 layer(s), 2 channel(s), of 'hidden'
  func.func @hidden(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %v = arith.constant dense<[[5.0, 6.0], [7.0, 8.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    // CHECK: %[[RELU:.*]] = linalg.generic
    %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %r = arith.maximumf %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[RELU]]
    // CHECK: %[[MIXED:.*]] = linalg.generic {{.*}} ins(%[[SPLIT]],
    // CHECK: %[[KEPT:.*]] = linalg.generic {{.*}} ins(%[[MIXED]] :
    // CHECK: arith.maximumf
    // CHECK: %[[Y:.*]] = tensor.collapse_shape %[[KEPT]]
    // CHECK: %[[FIRST:.*]] = linalg.matmul ins(%[[Y]],
    %0 = linalg.matmul ins(%relu, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: linalg.matmul ins(%[[FIRST]],
    %1 = linalg.matmul ins(%0, %v : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %1 : tensor<1x2xf32>
  }

  // ReLU6 as importers write it; the mixed input is padded again. The channels
  // of a depthwise convolution are not summed over.
  // CHECK-LABEL: func @convolution
  // REMARK: mixed before the outputs of 1 layer(s), 2 channel(s), of 'convolution'
  // REMARK: not mixed before: the output of 1 layer(s) of 'convolution': it sums over no channels
  func.func @convolution(%x: tensor<1x4x4x4xf32>) -> tensor<1x2x4x4xf32> {
    %zero = arith.constant 0.0 : f32
    %low = arith.constant dense<0.0> : tensor<f32>
    %six = arith.constant dense<6.0> : tensor<f32>
    %w = arith.constant dense_resource<w> : tensor<2x4x3x3xf32>
    %d = arith.constant dense_resource<d> : tensor<4x1x1xf32>
    %e = tensor.empty() : tensor<1x4x4x4xf32>
    %above = linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> ()>, affine_map<(a, b, c, d) -> (a, b, c, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x, %low : tensor<1x4x4x4xf32>, tensor<f32>) outs(%e : tensor<1x4x4x4xf32>) {
    ^bb0(%in: f32, %c: f32, %out: f32):
      %p = arith.cmpf ogt, %in, %c : f32
      %r = arith.select %p, %in, %c : f32
      linalg.yield %r : f32
    } -> tensor<1x4x4x4xf32>
    %relu6 = linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> ()>, affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> (a, b, c, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%six, %above : tensor<f32>, tensor<1x4x4x4xf32>) outs(%e : tensor<1x4x4x4xf32>) {
    ^bb0(%c: f32, %in: f32, %out: f32):
      %p = arith.cmpf olt, %c, %in : f32
      %r = arith.select %p, %c, %in : f32
      linalg.yield %r : f32
    } -> tensor<1x4x4x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %deep = linalg.depthwise_conv_2d_nchw_chw ins(%relu6, %d : tensor<1x4x4x4xf32>, tensor<4x1x1xf32>) outs(%i : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
    %again = linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> (a, b, c, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%deep : tensor<1x4x4x4xf32>) outs(%e : tensor<1x4x4x4xf32>) {
    ^bb0(%in: f32, %out: f32):
      %r = arith.maximumf %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x4x4xf32>
    // CHECK: %[[Z:.*]] = tensor.collapse_shape %{{.*}} {{\[}}[0], [1, 2], [3], [4]{{\]}} : tensor<1x1x4x4x4xf32> into tensor<1x4x4x4xf32>
    // CHECK: %[[S:.*]] = tensor.collapse_shape %{{.*}} {{\[}}[0], [1, 2], [3], [4]{{\]}} : tensor<1x1x1x4x4xf32> into tensor<1x1x4x4xf32>
    // CHECK: %[[C:.*]] = linalg.generic {{.*}} ins(%[[Z]], %[[S]] :
    // CHECK: %[[P:.*]] = tensor.pad %[[C]]
    %pad = tensor.pad %again low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%a: index, %b: index, %c: index, %g: index):
      tensor.yield %zero : f32
    } : tensor<1x4x4x4xf32> to tensor<1x4x6x6xf32>
    %e2 = tensor.empty() : tensor<1x2x4x4xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    // CHECK: linalg.conv_2d_nchw_fchw ins(%[[P]],
    %0 = linalg.conv_2d_nchw_fchw ins(%pad, %w : tensor<1x4x6x6xf32>, tensor<2x4x3x3xf32>) outs(%i2 : tensor<1x2x4x4xf32>) -> tensor<1x2x4x4xf32>
    return %0 : tensor<1x2x4x4xf32>
  }

  // Leaky ReLU lets negative numbers through.
  // CHECK-LABEL: func @leaky
  // CHECK-NOT: tensor.expand_shape
  // CHECK: return
  // REMARK: not mixed before: the output of 1 layer(s) of 'leaky': its input may be below zero
  func.func @leaky(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %slope = arith.constant 0.1 : f32
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.cmpf ugt, %in, %zero : f32
      %s = arith.mulf %in, %slope : f32
      %r = arith.select %p, %in, %s : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%relu, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }

  // Five channels have no blocks of up to four.
  // CHECK-LABEL: func @prime
  // CHECK-NOT: tensor.expand_shape
  // CHECK: return
  // REMARK: not mixed before: the output of 1 layer(s) of 'prime': its channels do not divide into blocks
  func.func @prime(%x: tensor<1x5xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [9.0, 10.0]]> : tensor<5x2xf32>
    %e5 = tensor.empty() : tensor<1x5xf32>
    %relu = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<1x5xf32>) outs(%e5 : tensor<1x5xf32>) {
    ^bb0(%in: f32, %out: f32):
      %r = arith.maximumf %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x5xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%relu, %w : tensor<1x5xf32>, tensor<5x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      w: "0x400000009C343BBFD6E2313F780D073F2FCFFABE449515BC75E2CEBD303B9B3E8CD3133FA3F14FBF717C71BF67E92B3F6BB109BE9349063FF5EB7EBFADB1DFBD64DBE23EAEDF0ABF85FA633FE6874D3F825670BFC3F872BF20A0A93D29D8603F314B73BEE21911BF58811FBE912171BF6E7E0EBF9469FEBD773909BC28A908BFDCCB09BFEFFB0FBFD676A5BD7D43D7BE4DFF74BF05D72C3FA63CE73D9DB5913EE5D020BFA62E7C3FE94A383FB61A42BFF451ABBECFCCE23EA842D83E24755F3F5D861FBE70FA283F9564AE3EC459C9BE765D333E4AD4433FCA40313FE6232D3CD146363EA1526EBF96B703BF5F45183F247C2FBE936B27BF36E1C73DEBE9CF3E6AACB23EDA4D80BE5F03FABD410F8A3C08900E3F0B872B3D139D5ABE82DCA8BC8DDB70BF",
      d: "0x4000000009BC69BF6543D03E6164773F1DD73E3E"
    }
  }
#-}
