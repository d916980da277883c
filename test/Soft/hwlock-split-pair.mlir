// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-split-pair="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" --hwlock-split-pair="seed=2" 2>&1 >/dev/null | FileCheck %s --check-prefix=BESIDE
// RUN: hwlock-opt %s --hwlock-pos-mix="seed=1" --hwlock-split-pair="seed=2 beside-others=false" 2>&1 >/dev/null | FileCheck %s --check-prefix=BOTH

#id = affine_map<(d0, d1) -> (d0, d1)>
#last = affine_map<(d0, d1) -> (d1)>
#id4 = affine_map<(n, c, h, w) -> (n, c, h, w)>
// CHECK-DAG: #[[$READ:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$MATRIX:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
// CHECK-DAG: #[[$WRITTEN:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
module {
  // The example of the description. The weight that was there is gone.
  // CHECK-LABEL: func @example
  // REMARK: split the outputs of 1 layer(s), 2 channel(s), of 'example'
  func.func @example(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    // CHECK-NOT: tensor<2x2xf32>
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[PAIRS:.*]] = arith.constant dense_resource<hwlock_wide{{.*}}> : tensor<2x4xf32>
    // CHECK: %[[ZERO:.*]] = linalg.fill {{.*}} -> tensor<1x4xf32>
    // CHECK: %[[WIDE:.*]] = linalg.matmul ins(%arg0, %[[PAIRS]] : tensor<1x2xf32>, tensor<2x4xf32>) outs(%[[ZERO]] : tensor<1x4xf32>)
    // CHECK: %[[M:.*]] = arith.constant dense_resource<hwlock_mix{{.*}}> : tensor<1x2x4xf32>
    // CHECK: %[[RELU:.*]] = linalg.generic {{.*}} ins(%[[WIDE]] :
    // CHECK: arith.maximumf
    // CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[RELU]] {{\[}}[0], [1, 2]{{\]}} output_shape [1, 1, 4]
    // CHECK: %[[WHOLE:.*]] = linalg.generic {indexing_maps = [#[[$READ]], #[[$MATRIX]], #[[$WRITTEN]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%[[SPLIT]], %[[M]] : tensor<1x1x4xf32>, tensor<1x2x4xf32>)
    // CHECK: %[[Y:.*]] = tensor.collapse_shape %[[WHOLE]]
    // CHECK: return %[[Y]] : tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }

  // A transposed weight, and a bias that is added behind.
  // CHECK-LABEL: func @sum
  // REMARK: split the outputs of 1 layer(s), 3 channel(s), of 'sum'
  func.func @sum(%x: tensor<2x4xf32>) -> tensor<2x3xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[0.0, 0.21, -0.19, -0.62], [-0.32, -0.69, 0.04, 0.94], [-0.34, -0.43, 0.34, 0.25]]> : tensor<3x4xf32>
    %b = arith.constant dense<[0.5, 0.25, -1.0]> : tensor<3xf32>
    %et = tensor.empty() : tensor<4x3xf32>
    // CHECK-NOT: linalg.transpose
    %t = linalg.transpose ins(%w : tensor<3x4xf32>) outs(%et : tensor<4x3xf32>) permutation = [1, 0]
    %e = tensor.empty() : tensor<2x3xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x3xf32>) -> tensor<2x3xf32>
    // CHECK: %[[WIDE:.*]] = linalg.matmul {{.*}} -> tensor<2x6xf32>
    // CHECK: %[[BIAS:.*]] = arith.constant dense_resource<hwlock_wide{{.*}}> : tensor<6xf32>
    // CHECK: linalg.generic {{.*}} ins(%[[WIDE]], %[[BIAS]] : tensor<2x6xf32>, tensor<6xf32>)
    // CHECK: arith.addf
    %0 = linalg.matmul ins(%x, %t : tensor<2x4xf32>, tensor<4x3xf32>) outs(%i : tensor<2x3xf32>) -> tensor<2x3xf32>
    // CHECK: %[[Y:.*]] = tensor.collapse_shape
    // CHECK: return %[[Y]]
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x3xf32>, tensor<3xf32>) outs(%e : tensor<2x3xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x3xf32>
    return %1 : tensor<2x3xf32>
  }

  // A convolution that starts from its bias, and one behind a ReLU, which
  // hwlock-pos-mix takes.
  // CHECK-LABEL: func @convolution
  // REMARK: split the outputs of 2 layer(s), 9 channel(s), of 'convolution'
  // BESIDE: split the outputs of 1 layer(s), 4 channel(s), of 'convolution'
  // BESIDE: not split: the output of 2 layer(s) of 'convolution': a soft lock before rewrites its weight already
  // BOTH: split the outputs of 3 layer(s), 13 channel(s), of 'convolution'
  func.func @convolution(%x: tensor<1x1x4x4xf32>) -> tensor<1x5x2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense_resource<w> : tensor<4x1x3x3xf32>
    %b = arith.constant dense<[0.5, 0.25, -0.5, 1.0]> : tensor<4xf32>
    %v = arith.constant dense_resource<v> : tensor<5x4x1x1xf32>
    %e = tensor.empty() : tensor<1x4x2x2xf32>
    %i = linalg.broadcast ins(%b : tensor<4xf32>) outs(%e : tensor<1x4x2x2xf32>) dimensions = [0, 2, 3]
    // CHECK: linalg.conv_2d_nchw_fchw {{.*}} -> tensor<1x8x2x2xf32>
    %0 = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x1x4x4xf32>, tensor<4x1x3x3xf32>) outs(%i : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    %1 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x4x2x2xf32>) outs(%e : tensor<1x4x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x2x2xf32>
    %e5 = tensor.empty() : tensor<1x5x2x2xf32>
    %i5 = linalg.fill ins(%zero : f32) outs(%e5 : tensor<1x5x2x2xf32>) -> tensor<1x5x2x2xf32>
    // CHECK: linalg.conv_2d_nchw_fchw {{.*}} -> tensor<1x10x2x2xf32>
    %2 = linalg.conv_2d_nchw_fchw ins(%1, %v : tensor<1x4x2x2xf32>, tensor<5x4x1x1xf32>) outs(%i5 : tensor<1x5x2x2xf32>) -> tensor<1x5x2x2xf32>
    return %2 : tensor<1x5x2x2xf32>
  }

  // Channels last, in two groups: the outputs of each become pairs.
  // CHECK-LABEL: func @groups
  // REMARK: split the outputs of 1 layer(s), 8 channel(s), of 'groups'
  func.func @groups(%x: tensor<1x4x4x2xf32>) -> tensor<1x3x3x2x4xf32> {
    %zero = arith.constant 0.0 : f32
    %m = arith.constant dense_resource<m> : tensor<2x2x2x4xf32>
    %e = tensor.empty() : tensor<1x3x3x2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x3x3x2x4xf32>) -> tensor<1x3x3x2x4xf32>
    // CHECK: linalg.depthwise_conv_2d_nhwc_hwcm {{.*}} -> tensor<1x3x3x2x8xf32>
    %0 = linalg.depthwise_conv_2d_nhwc_hwcm ins(%x, %m : tensor<1x4x4x2xf32>, tensor<2x2x2x4xf32>) outs(%i : tensor<1x3x3x2x4xf32>) -> tensor<1x3x3x2x4xf32>
    return %0 : tensor<1x3x3x2x4xf32>
  }

  // A bias that is a number for each row, too.
  // CHECK-LABEL: func @rows
  // REMARK: not split: the output of 1 layer(s) of 'rows': its bias is more than a number for each channel
  func.func @rows(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %b = arith.constant dense<[[1.0, 2.0], [0.5, 0.25]]> : tensor<2x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x2xf32>) outs(%b : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %0 : tensor<2x2xf32>
  }

  // A batch that is not known.
  // CHECK-LABEL: func @batch
  // REMARK: split the outputs of 1 layer(s), 2 channel(s), of 'batch'
  func.func @batch(%x: tensor<?x4xf32>) -> tensor<?x2xf32> {
    %zero = arith.constant 0.0 : f32
    %c0 = arith.constant 0 : index
    %n = tensor.dim %x, %c0 : tensor<?x4xf32>
    %w = arith.constant dense<[[1.0, 3.0], [2.0, 4.0], [2.0, -1.0], [0.5, 1.5]]> : tensor<4x2xf32>
    %e = tensor.empty(%n) : tensor<?x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<?x2xf32>) -> tensor<?x2xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<?x4xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<?x4xf32>, tensor<4x2xf32>) outs(%i : tensor<?x2xf32>) -> tensor<?x2xf32>
    return %0 : tensor<?x2xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      w: "0x400000006DE3573D2733EEBE85A16FBC64FFB13E390F2CBF9D4C6ABE445B73BF930F25BFF9BD6BBFBBBBF0BDB03B22BF29E30A3E5B83A03DD36ABFBD9712A1BFC7E789BEEDA8C6BC8B0E683D7DDB43BF149C74BE3A80FABEF50FCFBE87CB073F98BACEBE7B3585BC6067E23ED76695BEFEC364BD063B623D05A0023DA1CE1CBF69EF1B3DEDED2D3FD60846BF8100DC3EE26F743D",
      v: "0x400000006737A4BED306803F7423C33E4C8219BFF79B183DEEA1933E1A50C1BD35D3AE3E3C3A08BDBCD0AA3E8221383F34F8ACBE9103D03DA7366DBEA752823DFEF517BF1C4D94BE99E7C8BD6415E63EA296123F",
      m: "0x400000005C6929BFAF6DCBBE769BA53E9D077FBF9A246DBE5E3E47BDDEE5203FC67CB03E848827BEFBB53CBE9D1900BE0303433F16265BBEFF7B1BBE8E86343E7F5677BDE004CABDC1990EBF8AC4BCBB141D63BEAD43153FCF30A73ED4C845BC051BAB3E62032EBE14AC063FCCEE30BB8C58953EFD3B25BF0C80313E131758BFD44282BF"
    }
  }
#-}
