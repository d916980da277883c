// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-out-mix="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// One number for all groups, or one for each; -1 leaves a group out.
// RUN: hwlock-opt %s --hwlock-out-mix="seed=1 kappa=32" -o %t.one 2>/dev/null
// RUN: hwlock-opt %s --hwlock-out-mix="seed=1 kappa=32,32,32,32,32,32,32" -o %t.each 2>/dev/null
// RUN: cmp %t.one %t.each
// RUN: hwlock-opt %s --hwlock-out-mix="seed=1 kappa=-1,2,2,2,2,2,2" 2>%t.out | FileCheck %s --check-prefix=GROUPS
// RUN: FileCheck %s --check-prefix=LEFT --input-file %t.out
// RUN: hwlock-opt %s --hwlock-out-mix="seed=1 max-cost=3" 2>&1 >/dev/null | FileCheck %s --check-prefix=COST
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" --hwlock-out-mix="seed=2 max-cost=3" 2>&1 >/dev/null | FileCheck %s --check-prefix=BESIDE
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" --hwlock-out-mix="seed=2 max-cost=3 beside-others=false" 2>&1 >/dev/null | FileCheck %s --check-prefix=BOTH

#id = affine_map<(d0, d1) -> (d0, d1)>
#last = affine_map<(d0, d1) -> (d1)>
#id4 = affine_map<(n, h, w, c) -> (n, h, w, c)>
// CHECK-DAG: #[[$READ:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$MATRIX:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
// CHECK-DAG: #[[$WRITTEN:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
module {
  // The example of the description. A matrix for each two outputs takes as many
  // multiplications as the layer.
  // CHECK-LABEL: func @example
  // REMARK: not mixed behind: the output of 1 layer(s) of 'example': mixing it costs too many multiplications
  // COST: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'example'
  func.func @example(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }

  // The bias of a sum behind the layer is mixed, and the inverse comes behind
  // it. Who reads the sum reads what is behind that.
  // CHECK-LABEL: func @sum
  // GROUPS-LABEL: func @sum
  // GROUPS-NOT: tensor.expand_shape
  // GROUPS-LABEL: func @convolution
  // GROUPS: tensor.expand_shape
  // LEFT: not mixed behind: the output of 1 layer(s) of 'sum': it is to be left out
  // REMARK: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'sum'
  func.func @sum(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    // CHECK-NOT: dense<[5.000000e-01, 2.500000e-01]>
    // CHECK-NOT: dense<{{\[}}[1.000000e+00, 3.000000e+00, 2.000000e+00, 4.000000e+00],
    %w = arith.constant dense<[[1.0, 3.0, 2.0, 4.0], [2.0, -1.0, 0.5, 1.5]]> : tensor<2x4xf32>
    %b = arith.constant dense<[0.5, 0.25]> : tensor<2xf32>
    %et = tensor.empty() : tensor<4x2xf32>
    %t = linalg.transpose ins(%w : tensor<2x4xf32>) outs(%et : tensor<4x2xf32>) permutation = [1, 0]
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[LAYER:.*]] = linalg.matmul
    %0 = linalg.matmul ins(%x, %t : tensor<1x4xf32>, tensor<4x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[SUM:.*]] = linalg.generic {{.*}} ins(%[[LAYER]], %{{.*}} :
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<1x2xf32>, tensor<2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<1x2xf32>
    // CHECK: %[[M:.*]] = arith.constant dense_resource<hwlock_mix{{.*}}> : tensor<1x2x2xf32>
    // CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[SUM]] {{\[}}[0], [1, 2]{{\]}} output_shape [1, 1, 2]
    // CHECK: %[[UNMIXED:.*]] = linalg.generic {indexing_maps = [#[[$READ]], #[[$MATRIX]], #[[$WRITTEN]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%[[SPLIT]], %[[M]] :
    // CHECK: %[[Y:.*]] = tensor.collapse_shape %[[UNMIXED]]
    // CHECK: linalg.generic {{.*}} ins(%[[Y]] :
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    return %2 : tensor<1x2xf32>
  }

  // A convolution that starts from its bias, and a classifier behind a ReLU,
  // which hwlock-pos-mix takes; five outputs have no blocks.
  // CHECK-LABEL: func @convolution
  // REMARK: mixed behind the outputs of 1 layer(s), 4 channel(s), of 'convolution'
  // REMARK: not mixed behind: the output of 1 layer(s) of 'convolution': its channels do not divide into blocks
  func.func @convolution(%x: tensor<1x1x4x4xf32>) -> tensor<1x5x2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense_resource<w> : tensor<4x1x3x3xf32>
    %b = arith.constant dense<[0.5, 0.25, -0.5, 1.0]> : tensor<4xf32>
    %v = arith.constant dense_resource<v> : tensor<5x4x1x1xf32>
    %e = tensor.empty() : tensor<1x4x2x2xf32>
    %i = linalg.broadcast ins(%b : tensor<4xf32>) outs(%e : tensor<1x4x2x2xf32>) dimensions = [0, 2, 3]
    // CHECK: %[[C:.*]] = linalg.conv_2d_nchw_fchw
    // CHECK: tensor.expand_shape %[[C]] {{\[}}[0], [1, 2], [3], [4]{{\]}}
    %0 = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x1x4x4xf32>, tensor<4x1x3x3xf32>) outs(%i : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    %1 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x4x2x2xf32>) outs(%e : tensor<1x4x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x2x2xf32>
    %e5 = tensor.empty() : tensor<1x5x2x2xf32>
    %i5 = linalg.fill ins(%zero : f32) outs(%e5 : tensor<1x5x2x2xf32>) -> tensor<1x5x2x2xf32>
    %2 = linalg.conv_2d_nchw_fchw ins(%1, %v : tensor<1x4x2x2xf32>, tensor<5x4x1x1xf32>) outs(%i5 : tensor<1x5x2x2xf32>) -> tensor<1x5x2x2xf32>
    return %2 : tensor<1x5x2x2xf32>
  }

  // Two groups: one matrix mixes the outputs of each. Not those of a depthwise
  // convolution, but those of one with two outputs for each channel.
  // CHECK-LABEL: func @groups
  // REMARK: mixed behind the outputs of 2 layer(s), 12 channel(s), of 'groups'
  // REMARK: not mixed behind: the output of 1 layer(s) of 'groups': each channel meets weights of its own, as in a depthwise convolution
  func.func @groups(%x: tensor<1x2x4x4x4xf32>) -> tensor<1x2x2x2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense_resource<g> : tensor<2x2x4x1x1xf32>
    %d = arith.constant dense_resource<d> : tensor<2x2x4xf32>
    %m = arith.constant dense_resource<m> : tensor<2x2x4x2xf32>
    %e = tensor.empty() : tensor<1x2x2x4x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2x2x4x4xf32>) -> tensor<1x2x2x4x4xf32>
    %0 = linalg.conv_2d_ngchw_gfchw ins(%x, %w : tensor<1x2x4x4x4xf32>, tensor<2x2x4x1x1xf32>) outs(%i : tensor<1x2x2x4x4xf32>) -> tensor<1x2x2x4x4xf32>
    %flat = tensor.collapse_shape %0 [[0], [1, 2], [3], [4]] : tensor<1x2x2x4x4xf32> into tensor<1x4x4x4xf32>
    %e1 = tensor.empty() : tensor<1x3x3x4xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
    %1 = linalg.depthwise_conv_2d_nhwc_hwc ins(%flat, %d : tensor<1x4x4x4xf32>, tensor<2x2x4xf32>) outs(%i1 : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
    %e2 = tensor.empty() : tensor<1x2x2x4x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<1x2x2x4x2xf32>) -> tensor<1x2x2x4x2xf32>
    %2 = linalg.depthwise_conv_2d_nhwc_hwcm ins(%1, %m : tensor<1x3x3x4xf32>, tensor<2x2x4x2xf32>) outs(%i2 : tensor<1x2x2x4x2xf32>) -> tensor<1x2x2x4x2xf32>
    %split = tensor.collapse_shape %2 [[0], [1], [2], [3, 4]] : tensor<1x2x2x4x2xf32> into tensor<1x2x2x8xf32>
    %r = tensor.expand_shape %split [[0], [1], [2], [3, 4]] output_shape [1, 2, 2, 4, 2] : tensor<1x2x2x8xf32> into tensor<1x2x2x4x2xf32>
    %s = tensor.extract_slice %r[0, 0, 0, 0, 0] [1, 2, 2, 2, 2] [1, 1, 1, 1, 1] : tensor<1x2x2x4x2xf32> to tensor<1x2x2x2x2xf32>
    return %s : tensor<1x2x2x2x2xf32>
  }

  // Behind something else than a bias the inverse comes at once; what the layer
  // starts from must be mixed with it.
  // CHECK-LABEL: func @other
  // REMARK: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'other'
  // REMARK: not mixed behind: the output of 1 layer(s) of 'other': what it is added to cannot be rewritten
  func.func @other(%x: tensor<3x4xf32>) -> tensor<3x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, 3.0], [2.0, 4.0], [2.0, -1.0], [0.5, 1.5]]> : tensor<4x2xf32>
    %v = arith.constant dense<[[2.0, 3.0], [2.0, 1.0], [2.0, -3.0], [0.25, 1.5]]> : tensor<4x2xf32>
    %rows = arith.constant dense<[[1.0], [2.0], [3.0]]> : tensor<3x1xf32>
    %e = tensor.empty() : tensor<3x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
    // CHECK: %[[LAYER:.*]] = linalg.matmul
    // CHECK: tensor.expand_shape %[[LAYER]]
    %0 = linalg.matmul ins(%x, %w : tensor<3x4xf32>, tensor<4x2xf32>) outs(%i : tensor<3x2xf32>) -> tensor<3x2xf32>
    %1 = linalg.generic {indexing_maps = [#id, affine_map<(d0, d1) -> (d0, 0)>, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %rows : tensor<3x2xf32>, tensor<3x1xf32>) outs(%e : tensor<3x2xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<3x2xf32>
    // CHECK: linalg.matmul {{.*}} outs(%
    // CHECK-NOT: tensor.expand_shape
    // CHECK: return
    %2 = linalg.matmul ins(%x, %v : tensor<3x4xf32>, tensor<4x2xf32>) outs(%1 : tensor<3x2xf32>) -> tensor<3x2xf32>
    return %2 : tensor<3x2xf32>
  }

  // A batch that is not known.
  // CHECK-LABEL: func @batch
  // REMARK: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'batch'
  func.func @batch(%x: tensor<?x4xf32>) -> tensor<?x2xf32> {
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %n = tensor.dim %x, %c0 : tensor<?x4xf32>
    %w = arith.constant dense<[[1.0, 3.0], [2.0, 4.0], [2.0, -1.0], [0.5, 1.5]]> : tensor<4x2xf32>
    %e = tensor.empty(%n) : tensor<?x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<?x2xf32>) -> tensor<?x2xf32>
    // CHECK: %[[LAYER:.*]] = linalg.matmul
    // CHECK: tensor.expand_shape %[[LAYER]]
    %0 = linalg.matmul ins(%x, %w : tensor<?x4xf32>, tensor<4x2xf32>) outs(%i : tensor<?x2xf32>) -> tensor<?x2xf32>
    return %0 : tensor<?x2xf32>
  }

  // Two layers and a ReLU between them: hwlock-pos-mix takes the second one.
  // CHECK-LABEL: func @others
  // BESIDE: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'others'
  // BESIDE: not mixed behind: the output of 2 layer(s) of 'others': a soft lock before rewrites its weight already
  // BOTH: mixed behind the outputs of 3 layer(s), 6 channel(s), of 'others'
  func.func @others(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, 3.0], [2.0, 4.0], [2.0, -1.0], [0.5, 1.5]]> : tensor<4x2xf32>
    %v = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x4xf32>, tensor<4x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %2 = linalg.matmul ins(%1, %v : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %2 : tensor<1x2xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      w: "0x400000006B9E823F0490A3BF0D11563E595991BEA6C167BE81C5DCBD744781BFAE7FEDBD9B7EDDBE06ACD43F9B34E73D068C34BEE80410BE1605ABBE2C0F07BF111748BE8CC1763E6647F4BDAD2FF53EEE98CCBDFFBB463C75DD453F098C8B3EAC5681BE243ABBBDDB5F8A3EF7B0773FAD0B0ABE7267F9BDD04B003F0AEFE2BE5B5C15BE13EEE13ED291943E1C6D3B3DF68BAB3E",
      v: "0x400000009C00B5BF2FBA023F47ABF5BE569555BF4C8A0D3EE956B33E8FB863BEABC709BFBF03563C900DD8BCA4EA333F2156BF3E9C77C63DFF490E3FA274D2BDC107EDBED884953E3D21953E1CFCDBBD2566C8BE",
      g: "0x40000000C9DBA6BE17E9B2BDE8F4543FE8BDA83E4E1952BF25802ABB529B9FBEDD32983D19D94DBF0C93F73DB207F13D1DAE493F4C1F223E30B3823E731E3FBFB72C903F",
      d: "0x40000000C31C8ABF14FF7EBE40F2273E97F59BBE199A4B3F1E7A18BF3685353E273206BF98F6333FEB5D31BCA0973EBE7CED5BBF0F46573F19B6C03E8FE9C03E18A6113F",
      m: "0x40000000D3CD323EAAA5A3BE9CDCCCBEE8D9CCBE885E2F3FC5ED3ABFACAB98BE157A24BE8802E63D194A933E69E21FBF15715DBF44A510BB0F561B3F8FCEC13E8FD3DC3D396222BEBA22163ED52CF9BD7334D13EE760CBBE3276893DB2E062BD9A198B3EA407E63DC433A33FEBD33F3F15953F3F3B8782BFFB3D2EBEE8CD9BBE7160883E"
    }
  }
#-}
