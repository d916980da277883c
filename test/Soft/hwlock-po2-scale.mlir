// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks

#id2 = affine_map<(d0, d1) -> (d0, d1)>
#col = affine_map<(d0, d1) -> (d1)>

module {
  // The example of the description.
  // CHECK-LABEL: func @example
  func.func @example(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    // CHECK-DAG: arith.constant dense<{{\[}}[6.10351563E-5, 1.250000e-01]]> : tensor<1x2xf32>
    // CHECK-DAG: arith.constant dense<{{\[}}[4.915200e+04], [6.400000e+01]]> : tensor<2x1xf32>
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %zero = arith.constant 0.0 : f32
    %e0 = tensor.empty() : tensor<1x2xf32>
    %i0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i0 : tensor<1x2xf32>) -> tensor<1x2xf32>
    %e1 = tensor.empty() : tensor<1x1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    %1 = linalg.matmul ins(%0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %1 : tensor<1x1xf32>
  }

  // Through a bias, which is scaled along, and ReLU; the weight is stored
  // transposed.
  // CHECK-LABEL: func @relu
  // REMARK: scaled the outputs of 1 layer(s), 2 channel(s), of 'relu'
  func.func @relu(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    // CHECK-DAG: dense<{{\[}}[5.120000e+02], [8.192000e+03]]> : tensor<2x1xf32>
    // CHECK-DAG: dense<[5.120000e+02, 8.192000e+03]> : tensor<2xf32>
    // CHECK-DAG: dense<{{\[}}[0.001953125], [3.66210938E-4]]> : tensor<2x1xf32>
    %zero = arith.constant 0.0 : f32
    %w0 = arith.constant dense<[[1.0], [1.0]]> : tensor<2x1xf32>
    %b0 = arith.constant dense<[1.0, 1.0]> : tensor<2xf32>
    %w1 = arith.constant dense<[[1.0], [3.0]]> : tensor<2x1xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %t = linalg.transpose ins(%w0 : tensor<2x1xf32>) outs(%e : tensor<1x2xf32>) permutation = [1, 0]
    %m0e = tensor.empty() : tensor<1x2xf32>
    %m0i = linalg.fill ins(%zero : f32) outs(%m0e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m0 = linalg.matmul ins(%x, %t : tensor<1x1xf32>, tensor<1x2xf32>) outs(%m0i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m1 = linalg.generic {indexing_maps = [#id2, #col, #id2], iterator_types = ["parallel", "parallel"]} ins(%m0, %b0 : tensor<1x2xf32>, tensor<2xf32>) outs(%m0e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %b: f32, %out: f32):
      %s = arith.addf %in, %b : f32
      linalg.yield %s : f32
    } -> tensor<1x2xf32>
    %m2 = linalg.generic {indexing_maps = [#id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%m1 : tensor<1x2xf32>) outs(%m0e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %p = arith.cmpf ugt, %in, %zero : f32
      %r = arith.select %p, %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %m3e = tensor.empty() : tensor<1x1xf32>
    %m3i = linalg.fill ins(%zero : f32) outs(%m3e : tensor<1x1xf32>) -> tensor<1x1xf32>
    %m3 = linalg.matmul ins(%m2, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%m3i : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %m3 : tensor<1x1xf32>
  }

  // ReLU6 does not scale.
  // CHECK-LABEL: func @relu6
  // CHECK-DAG: dense<{{\[}}[1.000000e+00, 2.000000e+00]]> : tensor<1x2xf32>
  // CHECK-DAG: dense<{{\[}}[3.000000e+00], [4.000000e+00]]> : tensor<2x1xf32>
  // REMARK: not scaled: the output of 1 layer(s) of 'relu6': 'linalg.generic' reads it and is not homogeneous
  func.func @relu6(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    %zero = arith.constant 0.0 : f32
    %six = arith.constant 6.0 : f32
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %m0e = tensor.empty() : tensor<1x2xf32>
    %m0i = linalg.fill ins(%zero : f32) outs(%m0e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%m0i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m1 = linalg.generic {indexing_maps = [#id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%m0 : tensor<1x2xf32>) outs(%m0e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %r = arith.maximumf %in, %zero : f32
      %q = arith.minimumf %r, %six : f32
      linalg.yield %q : f32
    } -> tensor<1x2xf32>
    %m2e = tensor.empty() : tensor<1x1xf32>
    %m2i = linalg.fill ins(%zero : f32) outs(%m2e : tensor<1x1xf32>) -> tensor<1x1xf32>
    %m2 = linalg.matmul ins(%m1, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%m2i : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %m2 : tensor<1x1xf32>
  }

  // A constant that someone else reads is not changed, nor is what it meets.
  // CHECK-LABEL: func @shared
  // CHECK: dense<{{\[}}[1.000000e+00, 2.000000e+00]]> : tensor<1x2xf32>
  // REMARK: not scaled: the output of 1 layer(s) of 'shared': the weight that makes it cannot be rewritten
  func.func @shared(%x: tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<1x2xf32>) {
    %zero = arith.constant 0.0 : f32
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %m0e = tensor.empty() : tensor<1x2xf32>
    %m0i = linalg.fill ins(%zero : f32) outs(%m0e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%m0i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m1e = tensor.empty() : tensor<1x1xf32>
    %m1i = linalg.fill ins(%zero : f32) outs(%m1e : tensor<1x1xf32>) -> tensor<1x1xf32>
    %m1 = linalg.matmul ins(%m0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%m1i : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %m1, %w0 : tensor<1x1xf32>, tensor<1x2xf32>
  }

  // Denormal numbers have no exponent to spare.
  // CHECK-LABEL: func @denormal
  // CHECK: dense<9.999940e-41> : tensor<1x2xf32>
  // REMARK: not scaled: the output of 1 layer(s) of 'denormal': no exponent is left
  func.func @denormal(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    %zero = arith.constant 0.0 : f32
    %w0 = arith.constant dense<[[1.0e-40, 1.0e-40]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %m0e = tensor.empty() : tensor<1x2xf32>
    %m0i = linalg.fill ins(%zero : f32) outs(%m0e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%m0i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m1e = tensor.empty() : tensor<1x1xf32>
    %m1i = linalg.fill ins(%zero : f32) outs(%m1e : tensor<1x1xf32>) -> tensor<1x1xf32>
    %m1 = linalg.matmul ins(%m0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%m1i : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %m1 : tensor<1x1xf32>
  }

  // Of a single channel that is cut out nobody knows what it is later.
  // CHECK-LABEL: func @cut
  // CHECK: dense<{{\[}}[1.000000e+00, {{.*}}]]> : tensor<1x2xf32>
  // REMARK: scaled the outputs of 1 layer(s), 2 channel(s), of 'cut'
  func.func @cut(%x: tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>) {
    %zero = arith.constant 0.0 : f32
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %m0e = tensor.empty() : tensor<1x2xf32>
    %m0i = linalg.fill ins(%zero : f32) outs(%m0e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %m0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%m0i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %first = tensor.extract_slice %m0[0, 0] [1, 1] [1, 1] : tensor<1x2xf32> to tensor<1x1xf32>
    %m1e = tensor.empty() : tensor<1x1xf32>
    %m1i = linalg.fill ins(%zero : f32) outs(%m1e : tensor<1x1xf32>) -> tensor<1x1xf32>
    %m1 = linalg.matmul ins(%m0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%m1i : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %first, %m1 : tensor<1x1xf32>, tensor<1x1xf32>
  }
}
