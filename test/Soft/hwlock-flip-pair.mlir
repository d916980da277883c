// test/models/test_soft_forms.py runs these functions.
// RUN: hwlock-opt %s --hwlock-flip-pair="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// RUN: hwlock-opt %s --hwlock-flip-pair="seed=1" --hwlock-flip-pair="seed=2" 2>&1 >/dev/null | FileCheck %s --check-prefix=BESIDE
// RUN: hwlock-opt %s --hwlock-flip-pair="seed=1" --hwlock-flip-pair="seed=2 beside-others=false" 2>&1 >/dev/null | FileCheck %s --check-prefix=BOTH
// Powers of two amplify nothing.
// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" --hwlock-flip-pair="seed=2" 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALED

#id = affine_map<(d0, d1) -> (d0, d1)>
#last = affine_map<(d0, d1) -> (d1)>
#id4 = affine_map<(n, c, h, w) -> (n, c, h, w)>
module {
  // The example of the description.
  // CHECK-LABEL: func @example
  // REMARK: flipped the outputs of 1 layer(s), 2 channel(s), of 'example'
  // BOTH: flipped the outputs of 1 layer(s), 6 channel(s), of 'example'
  // SCALED: flipped the outputs of 1 layer(s), 2 channel(s), of 'example'
  // BESIDE: not flipped: the output of 1 layer(s) of 'example': a soft lock before rewrites its weight or the next already
  func.func @example(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
    %zero = arith.constant 0.0 : f32
    // CHECK-NOT: tensor<2x1xf32>
    %w = arith.constant dense<[[1.0, -2.0], [-3.0, 4.0]]> : tensor<2x2xf32>
    %v = arith.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[MORE:.*]] = arith.constant dense_resource<hwlock_wide{{.*}}> : tensor<2x6xf32>
    // CHECK: %[[WIDE:.*]] = linalg.matmul ins(%arg0, %[[MORE]] : tensor<1x2xf32>, tensor<2x6xf32>) {{.*}} -> tensor<1x6xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: %[[RELU:.*]] = linalg.generic {{.*}} ins(%[[WIDE]] : tensor<1x6xf32>)
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %e1 = tensor.empty() : tensor<1x1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    // CHECK: %[[OTHERS:.*]] = arith.constant dense_resource<hwlock_wide{{.*}}> : tensor<6x1xf32>
    // CHECK: linalg.matmul ins(%[[RELU]], %[[OTHERS]] : tensor<1x6xf32>, tensor<6x1xf32>)
    %2 = linalg.matmul ins(%1, %v : tensor<1x2xf32>, tensor<2x1xf32>) outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %2 : tensor<1x1xf32>
  }

  // ReLU.
  // CHECK-LABEL: func @relu
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'relu'
  func.func @relu(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[-0.21, -0.63, 0.11, 1.57], [-0.58, -0.44, 0.14, 0.35], [-0.12, -0.14, 0.49, 0.36]]> : tensor<3x4xf32>
    %b = arith.constant dense<[-0.72, -0.06, 0.02, -0.74]> : tensor<4xf32>
    %v = arith.constant dense<[[0.18, -0.6], [0.68, 0.13], [0.06, -0.41], [-0.08, -1.4]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // GELU.
  // CHECK-LABEL: func @gelu
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'gelu'
  func.func @gelu(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %half = arith.constant 0.5 : f32
    %root = arith.constant 1.41421354 : f32
    %w = arith.constant dense<[[-0.79, 0.25, -1.49, 0.59], [-1.22, 0.53, -0.59, 0.55], [0.09, -1.08, 0.87, 1.01]]> : tensor<3x4xf32>
    %b = arith.constant dense<[-0.05, -0.19, -0.11, -0.68]> : tensor<4xf32>
    %v = arith.constant dense<[[0.77, -0.38], [-0.04, -0.56], [-0.44, -0.89], [0.88, -0.11]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %u = arith.divf %a, %root : f32
      %g = math.erf %u : f32
      %h = arith.addf %g, %one : f32
      %k = arith.mulf %h, %half : f32
      %r = arith.mulf %a, %k : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // GELU with tanh.
  // CHECK-LABEL: func @tanh
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'tanh'
  func.func @tanh(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %half = arith.constant 0.5 : f32
    %three = arith.constant 3.0 : f32
    %bend = arith.constant 4.471500e-02 : f32
    %slope = arith.constant 0.797884583 : f32
    %w = arith.constant dense<[[0.68, 0.01, -0.49, -0.23], [-0.39, 0.01, -0.26, -0.21], [-0.97, -0.56, 1.16, -0.47]]> : tensor<3x4xf32>
    %b = arith.constant dense<[-0.74, 0.24, 0.99, -1.02]> : tensor<4xf32>
    %v = arith.constant dense<[[-0.15, -0.44], [-1.23, 0.51], [-0.02, 0.05], [-0.53, 0.32]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %c = math.powf %a, %three : f32
      %d = arith.mulf %c, %bend : f32
      %u = arith.addf %a, %d : f32
      %v0 = arith.mulf %u, %slope : f32
      %g = math.tanh %v0 : f32
      %h = arith.addf %g, %one : f32
      %k = arith.mulf %a, %half : f32
      %r = arith.mulf %k, %h : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // SiLU.
  // CHECK-LABEL: func @silu
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'silu'
  func.func @silu(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %one = arith.constant 1.0 : f32
    %w = arith.constant dense<[[-0.38, -0.1, -0.78, -0.85], [0.93, -0.35, 0.2, -0.02], [-0.31, -0.36, 0.44, -0.21]]> : tensor<3x4xf32>
    %b = arith.constant dense<[-0.11, 0.02, 0.82, 0.48]> : tensor<4xf32>
    %v = arith.constant dense<[[0.27, -0.39], [-0.97, 0.66], [0.68, -0.1], [0.38, 0.55]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %n = arith.negf %a : f32
      %x0 = math.exp %n : f32
      %y = arith.addf %x0, %one : f32
      %r = arith.divf %a, %y : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // Hard swish.
  // CHECK-LABEL: func @hardswish
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'hardswish'
  func.func @hardswish(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %three = arith.constant 3.0 : f32
    %six = arith.constant 6.0 : f32
    %w = arith.constant dense<[[0.58, 0.64, -0.32, 1.06], [-0.87, 0.6, 0.35, 0.61], [1.32, 1.04, -0.8, -1.18]]> : tensor<3x4xf32>
    %b = arith.constant dense<[0.57, -0.71, -0.01, 0.59]> : tensor<4xf32>
    %v = arith.constant dense<[[-1.15, -1.48], [0.18, 0.03], [-0.17, 0.03], [-0.6, -1.06]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %p = arith.addf %a, %three : f32
      %q = arith.maximumf %p, %zero : f32
      %t = arith.minimumf %q, %six : f32
      %y = arith.mulf %a, %t : f32
      %r = arith.divf %y, %six : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // Leaky ReLU: s(z) - s(-z) is less than z.
  // CHECK-LABEL: func @leaky
  // REMARK: not flipped: the output of 2 layer(s) of 'leaky': it is not read by ReLU, GELU or SiLU alone
  func.func @leaky(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %half = arith.constant 0.5 : f32
    %w = arith.constant dense<[[-0.12, -0.68, -1.15, 0.35], [-0.04, 0.28, -0.69, -0.46], [-0.7, -0.62, 0.14, -0.55]]> : tensor<3x4xf32>
    %b = arith.constant dense<[0.25, 0.24, 1.42, -0.97]> : tensor<4xf32>
    %v = arith.constant dense<[[0.62, -0.06], [-0.01, -1.01], [-0.32, 0.52], [-0.06, 0.06]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x4xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %p = arith.cmpf ogt, %a, %zero : f32
      %y = arith.mulf %a, %half : f32
      %r = arith.select %p, %a, %y : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // ReLU6 is bounded.
  // CHECK-LABEL: func @relu6
  // REMARK: not flipped: the output of 2 layer(s) of 'relu6': it is not read by ReLU, GELU or SiLU alone
  func.func @relu6(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %zero = arith.constant 0.0 : f32
    %six = arith.constant 6.0 : f32
    %w = arith.constant dense<[[-0.2, 0.81, -0.02, -1.54], [-0.48, -1.38, -2.28, -0.37], [0.93, 0.03, -0.82, -0.66]]> : tensor<3x4xf32>
    %b = arith.constant dense<[0.79, 0.11, 0.03, -0.04]> : tensor<4xf32>
    %v = arith.constant dense<[[0.03, 0.56], [0.39, 0.15], [-0.73, 0.36], [-0.48, 0.77]]> : tensor<4x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<2x4xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %1 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %b : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %c: f32, %out: f32):
      %s = arith.addf %a, %c : f32
      linalg.yield %s : f32
    } -> tensor<2x4xf32>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %p = arith.maximumf %a, %zero : f32
      %r = arith.minimumf %p, %six : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<2x2xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %3 = linalg.matmul ins(%2, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i2 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %3 : tensor<2x2xf32>
  }

  // Three convolutions with padding between: the one in the middle is rewritten
  // along both sides. What pooling reads is left.
  // CHECK-LABEL: func @convolution
  // REMARK: flipped the outputs of 2 layer(s), 8 channel(s), of 'convolution'
  // REMARK: not flipped: the output of 1 layer(s) of 'convolution': no single layer reads its channels behind the activation
  // REMARK: not flipped: the output of 1 layer(s) of 'convolution': it is not read by ReLU, GELU or SiLU alone
  func.func @convolution(%x: tensor<1x1x4x4xf32>) -> tensor<1x2x1x1xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense_resource<w> : tensor<4x1x3x3xf32>
    %b = arith.constant dense<[0.5, 0.25, -0.5, 1.0]> : tensor<4xf32>
    %v = arith.constant dense_resource<v> : tensor<4x4x3x3xf32>
    %u = arith.constant dense_resource<u> : tensor<4x4x1x1xf32>
    %t = arith.constant dense_resource<t> : tensor<2x4x1x1xf32>
    %e = tensor.empty() : tensor<1x4x2x2xf32>
    %i = linalg.broadcast ins(%b : tensor<4xf32>) outs(%e : tensor<1x4x2x2xf32>) dimensions = [0, 2, 3]
    // CHECK: linalg.conv_2d_nchw_fchw {{.*}} -> tensor<1x8x2x2xf32>
    %0 = linalg.conv_2d_nchw_fchw ins(%x, %w : tensor<1x1x4x4xf32>, tensor<4x1x3x3xf32>) outs(%i : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    %1 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x4x2x2xf32>) outs(%e : tensor<1x4x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x2x2xf32>
    // CHECK: tensor.pad {{.*}}
    // CHECK: tensor<1x8x2x2xf32> to tensor<1x8x4x4xf32>
    %pad = tensor.pad %1 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%p: index, %q: index, %r: index, %s: index):
      tensor.yield %zero : f32
    } : tensor<1x4x2x2xf32> to tensor<1x4x4x4xf32>
    %z = linalg.fill ins(%zero : f32) outs(%e : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    // CHECK: linalg.conv_2d_nchw_fchw {{.*}} -> tensor<1x8x2x2xf32>
    %2 = linalg.conv_2d_nchw_fchw ins(%pad, %v : tensor<1x4x4x4xf32>, tensor<4x4x3x3xf32>) outs(%z : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    %3 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%2 : tensor<1x4x2x2xf32>) outs(%e : tensor<1x4x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x2x2xf32>
    // CHECK: linalg.conv_2d_nchw_fchw {{.*}} -> tensor<1x4x2x2xf32>
    %4 = linalg.conv_2d_nchw_fchw ins(%3, %u : tensor<1x4x2x2xf32>, tensor<4x4x1x1xf32>) outs(%z : tensor<1x4x2x2xf32>) -> tensor<1x4x2x2xf32>
    %5 = linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%4 : tensor<1x4x2x2xf32>) outs(%e : tensor<1x4x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x4x2x2xf32>
    %ep = tensor.empty() : tensor<1x4x1x1xf32>
    %ip = linalg.fill ins(%zero : f32) outs(%ep : tensor<1x4x1x1xf32>) -> tensor<1x4x1x1xf32>
    %window = tensor.empty() : tensor<2x2xf32>
    %6 = linalg.pooling_nchw_max ins(%5, %window : tensor<1x4x2x2xf32>, tensor<2x2xf32>) outs(%ip : tensor<1x4x1x1xf32>) -> tensor<1x4x1x1xf32>
    %e2 = tensor.empty() : tensor<1x2x1x1xf32>
    %i2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<1x2x1x1xf32>) -> tensor<1x2x1x1xf32>
    %7 = linalg.conv_2d_nchw_fchw ins(%6, %t : tensor<1x4x1x1xf32>, tensor<2x4x1x1xf32>) outs(%i2 : tensor<1x2x1x1xf32>) -> tensor<1x2x1x1xf32>
    return %7 : tensor<1x2x1x1xf32>
  }

  // A residual sum reads the activation, too.
  // CHECK-LABEL: func @shared
  // REMARK: not flipped: the output of 1 layer(s) of 'shared': no single layer reads its channels behind the activation
  func.func @shared(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
    %zero = arith.constant 0.0 : f32
    %w = arith.constant dense<[[1.0, -2.0], [-3.0, 4.0]]> : tensor<2x2xf32>
    %v = arith.constant dense<[[1.0, 0.5], [2.0, -1.0]]> : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    // CHECK: linalg.matmul {{.*}} -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.maximumf %a, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %2 = linalg.matmul ins(%1, %v : tensor<1x2xf32>, tensor<2x2xf32>) outs(%1 : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %2 : tensor<1x2xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      w: "0x40000000CBB122BF83EC8CBDC71D71BBFC8D29BF91695C3F9CEE3A3FDA5A6DBE858FC53ED4E1413E8F44A7BF2B34003EEE43FBBCDC6D2A3D0AD709BFDBE709BE7789B6BD7913183F063A2B3EF90636BB4AB5433FBA248EBE696347BE6E8B68BF76D8483F7CDEF63E8EB6EA3EEE3CAB3E9595613D22A9DC3D020701BEA17CD0BD776DDE3CA183413F90418E3EE373EFBC0A5394BE",
      v: "0x40000000438FA2BE70254D3F42B6813EF2570A3DBF3E31BE76F50DBFB6EE08BD0EA8DF3EA4FA48BE48B2E8BDD456E2BD0373603DC8E74BBF440CF1BDAAB9DABE2A74E23EF445C5BE56B9933EC420433FB08F20BEE7009ABED106C43D6FF984BAA45DFEBEA1FD6B3E37FE803F412704BEC7BECFBD55C005BF905F233EEB9C1FBFEAAF0DBF23CC233FC6CBE7BEED690A3F2A1E433F70C6043E0FAB8D3E5CE3793F2C73C9BD3ACF97BEAD362DBF0BD5AA3C99543D3F0BA8F53EE42CF1BEE2F9DABE5E1181BE29A4153E293DD2BDD199DB3D39EE173EDAF818BE6E8DA4BCF48CD33D4FF82BBDBEE6803EDB786F3F7F8B973E9999E43CBCD257BF50A2463EC22C79BF3B5B34BFA3C9DA3ED2CBB43E9C8999BDA5E15ABF65213EBECBC1ADBEFF07A33EA87E903F0723DE3DEF80C7BEA2D415BF1EC3E5BC4609B5BDFB6413BFA74B6E3D225113BF88590E3FEF04083F21D90A3FBEB672BE9FB7833E3A3D87BD601247BE80A42DBE125D26BF87D038BF3758CB3E37D3C3BD7A9EDD3D0C38003F49D75DBFC0BCC8BEFA8AB33DA6C0483EE70F41BE25BC033FC571D73D1B501BBF8946EEBE5A33CE3E517B6D3E701473BFD6812C3F4D18993EAAF22B3F717444BECE6617BEBF2F10BF0E5DA23F46AAB3BD4A344B3FF5B4A5BEFCC5A73DE1EE55BF2A0744BE5DD7FB3E243920BFC13E093F6FAA2C3E2FA005BFAE6880BEA80A6BBECAD4CABCBB4089BE24C9D3BEEBF21BBE1F7103BF350F25BFB454C5BC0C04E23E74C243BF04E9E53A8763A6BE3426FABEE47ADA3EC5A684BE59C83F3F8DA3C7BE97E3453EE0BCE8BD",
      u: "0x400000009307C1BEDF71963EC0B39EBD026C9A3EBDB4C1BC07FC0ABFAE0951BDF2CED43CD45DF53E3F01E8BE5718A1BC86665CBF40C8A63E096E0ABFCA3667BF5A8DF2BC",
      t: "0x4000000016870D3F142143BFC0440BBF4347BEBE599310BF5F44423EA2AFCEBE31B5B8BE"
    }
  }
#-}
