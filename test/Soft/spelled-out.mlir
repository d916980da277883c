// Activations that exporters spell out over several operations: one function of each
// element, if what is on the way is read by nothing else.
// test/models/test_soft_forms.py runs those that are rewritten.
// RUN: hwlock-opt %s --hwlock-flip-pair="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks

#id = affine_map<(d0, d1) -> (d0, d1)>
#last = affine_map<(d0, d1) -> (d1)>
#number = affine_map<(d0, d1) -> ()>
#id3 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

module {
  // GELU as ONNX has it.
  // CHECK-LABEL: func @gelu
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'gelu'
  // CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
  // CHECK-COUNT-6: -> tensor<2x8xf32>
  // CHECK-NOT: tensor<2x4xf32>
  // CHECK: linalg.matmul ins({{.*}} : tensor<2x8xf32>, tensor<8x2xf32>)
  func.func @gelu(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[0.02, 0.82, 0.73, -0.31], [-0.18, -0.32, 0.34, -0.03], [0.45, -1.11, 0.94, -0.06]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.41, -0.08, -0.23, 0.28]> : tensor<4xf32>
    %v = arith.constant dense<[[0.49, -0.12], [-0.09, 0.41], [-0.52, -0.91], [0.24, -0.4]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %root = arith.constant dense<1.41421354> : tensor<f32>
    %one = arith.constant dense<1.0> : tensor<f32>
    %half = arith.constant dense<0.5> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x0 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %root : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.divf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.erf %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x2 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x1, %one : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %x2 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x4 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x3, %half : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%x4, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // With tanh, the cube as two products.
  // CHECK-LABEL: func @tanh
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'tanh'
  func.func @tanh(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[-1.15, -0.49, -0.28, -0.72], [-0.9, 0.02, 0.54, -0.14], [-0.45, 0.23, 0.43, -0.18]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.33, 0.63, -0.12, -0.49]> : tensor<4xf32>
    %v = arith.constant dense<[[0.21, 0.15], [0.66, -0.77], [-0.4, -0.5], [-1.04, 0.08]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %bend = arith.constant dense<4.471500e-02> : tensor<f32>
    %slope = arith.constant dense<0.797884583> : tensor<f32>
    %one = arith.constant dense<1.0> : tensor<f32>
    %half = arith.constant dense<0.5> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t0 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %z : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %t0 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t2 = linalg.generic {indexing_maps = [#number, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%bend, %t1 : tensor<f32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %t2 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t4 = linalg.generic {indexing_maps = [#number, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%slope, %t3 : tensor<f32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t5 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%t4 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.tanh %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t6 = linalg.generic {indexing_maps = [#number, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%one, %t5 : tensor<f32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t7 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %t6 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %t8 = linalg.generic {indexing_maps = [#number, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%half, %t7 : tensor<f32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%t8, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // As PyTorch has it, between reshapes that leave channels alone.
  // CHECK-LABEL: func @between_reshapes
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'between_reshapes'
  // CHECK: tensor.expand_shape {{.*}} output_shape [1, 2, 8] : tensor<2x8xf32> into tensor<1x2x8xf32>
  // CHECK: tensor.collapse_shape {{.*}} : tensor<1x2x8xf32> into tensor<2x8xf32>
  func.func @between_reshapes(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[0.32, -0.44, 0.83, 0.49], [0.38, 0.24, 0.57, -0.8], [0.37, 0.36, -1.06, 0.21]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[-0.15, 0.47, -0.26, -0.01]> : tensor<4xf32>
    %v = arith.constant dense<[[0.21, -0.53], [0.36, -0.06], [0.3, -0.31], [0.65, 0.36]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %cube = arith.constant 3 : i64
    %bend = arith.constant 4.471500e-02 : f32
    %slope = arith.constant 0.797884583 : f32
    %one = arith.constant 1.0 : f32
    %half = arith.constant 0.5 : f32
    %e3 = tensor.empty() : tensor<1x2x4xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %wide = tensor.expand_shape %z [[0, 1], [2]] output_shape [1, 2, 4] : tensor<2x4xf32> into tensor<1x2x4xf32>
    %s = linalg.generic {indexing_maps = [#id3, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%wide : tensor<1x2x4xf32>) outs(%e3 : tensor<1x2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = math.fpowi %a, %cube : f32, i64
      %1 = arith.mulf %0, %bend : f32
      %2 = arith.addf %a, %1 : f32
      %3 = arith.mulf %2, %slope : f32
      %4 = math.tanh %3 : f32
      %5 = arith.addf %4, %one : f32
      %6 = arith.mulf %5, %half : f32
      %7 = arith.mulf %a, %6 : f32
      linalg.yield %7 : f32
    } -> tensor<1x2x4xf32>
    %flat = tensor.collapse_shape %s [[0, 1], [2]] : tensor<1x2x4xf32> into tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%flat, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // SiLU: the sigmoid is an operation of its own.
  // CHECK-LABEL: func @silu
  // REMARK: flipped the outputs of 1 layer(s), 4 channel(s), of 'silu'
  func.func @silu(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[-0.11, 0.38, 0.76, 1.07], [-0.94, 0.53, 0.28, -0.06], [-0.6, 0.75, -0.76, 0.34]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.78, -0.96, -0.18, -0.79]> : tensor<4xf32>
    %v = arith.constant dense<[[0.15, 0.91], [1.21, -1.07], [-0.34, 0.42], [0.95, 0.25]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %one = arith.constant dense<1.0> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %n = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%z : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = arith.negf %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%n : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.exp %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %d = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x0, %one : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %q = linalg.generic {indexing_maps = [#number, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%one, %d : tensor<f32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.divf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %r0 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%q, %z : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%r0, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // Twice as much as GELU is none.
  // CHECK-LABEL: func @twice
  // REMARK: not flipped: the output of 2 layer(s) of 'twice': it is not read by ReLU, GELU or SiLU alone
  // CHECK-NOT: tensor<2x8xf32>
  func.func @twice(%input: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[-0.45, 0.18, -0.01, -0.12], [-0.44, 0.23, 0.18, -0.06], [-0.13, -0.77, -0.29, 0.72]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[-0.11, -0.86, 0.8, 0.32]> : tensor<4xf32>
    %v = arith.constant dense<[[1.26, 0.04], [-0.28, -0.87], [0.79, 1.54], [-0.49, -0.39]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %root = arith.constant dense<1.41421354> : tensor<f32>
    %one = arith.constant dense<1.0> : tensor<f32>
    %half = arith.constant dense<1.0> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%input, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x0 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %root : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.divf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.erf %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x2 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x1, %one : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %x2 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x4 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x3, %half : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%x4, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // What is on the way is read elsewhere, too.
  // CHECK-LABEL: func @seen_inside
  // REMARK: not flipped: the output of 2 layer(s) of 'seen_inside': it is not read by ReLU, GELU or SiLU alone
  func.func @seen_inside(%input: tensor<2x3xf32>) -> (tensor<2x2xf32>, tensor<2x4xf32>) {
    %w = arith.constant dense<[[0.36, -0.5, -0.16, -0.21], [0.12, 0.66, 0.01, 0.55], [-0.25, 0.2, -1.28, -0.87]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.48, -0.35, 0.35, 0.33]> : tensor<4xf32>
    %v = arith.constant dense<[[0.79, 0.49], [0.61, -0.07], [-0.42, -0.44], [-0.29, -0.68]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %root = arith.constant dense<1.41421354> : tensor<f32>
    %one = arith.constant dense<1.0> : tensor<f32>
    %half = arith.constant dense<0.5> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%input, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x0 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %root : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.divf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.erf %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x2 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x1, %one : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %x2 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x4 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x3, %half : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%x4, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y, %x2 : tensor<2x2xf32>, tensor<2x4xf32>
  }

  // A gate: what else it multiplies is no number.
  // CHECK-LABEL: func @gated
  // REMARK: not flipped: the output of 1 layer(s) of 'gated': no single layer reads its channels behind the activation
  func.func @gated(%input: tensor<2x3xf32>, %gate: tensor<2x4xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[-0.33, -0.06, 0.15, -0.2], [-1.15, -0.04, 0.14, 0.65], [0.35, -0.39, -0.43, 1.21]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.45, 1.1, 1.28, -0.49]> : tensor<4xf32>
    %v = arith.constant dense<[[0.23, 0.27], [0.34, 0.33], [0.12, 0.1], [-0.9, -0.1]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %root = arith.constant dense<1.41421354> : tensor<f32>
    %one = arith.constant dense<1.0> : tensor<f32>
    %half = arith.constant dense<0.5> : tensor<f32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%input, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x0 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %root : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.divf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %out: f32):
      %r = math.erf %a : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x2 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x1, %one : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %x2 : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x4 = linalg.generic {indexing_maps = [#id, #number, #id], iterator_types = ["parallel", "parallel"]} ins(%x3, %half : tensor<2x4xf32>, tensor<f32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %x5 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%x4, %gate : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.mulf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%x5, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }

  // Rows of two channels are put together.
  // CHECK-LABEL: func @through_channels
  // REMARK: not flipped: the output of 2 layer(s) of 'through_channels': it is not read by ReLU, GELU or SiLU alone
  func.func @through_channels(%input: tensor<2x3xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[-0.45, 0.08, -0.28, 0.37], [0.49, 0.19, 0.19, 0.06], [-0.27, -0.1, -0.3, 0.23]]> : tensor<3x4xf32>
    %bias = arith.constant dense<[0.01, 0.35, -0.8, 0.53]> : tensor<4xf32>
    %v = arith.constant dense<[[-0.46, -0.44], [-0.12, -0.34], [0.17, -0.34], [-0.64, -0.51]]> : tensor<4x2xf32>
    %zero = arith.constant 0.0 : f32
    %e3 = tensor.empty() : tensor<2x2x2xf32>
    %e = tensor.empty() : tensor<2x4xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z0 = linalg.matmul ins(%input, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
    %z = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]} ins(%z0, %bias : tensor<2x4xf32>, tensor<4xf32>) outs(%e : tensor<2x4xf32>) {
    ^bb0(%a: f32, %b: f32, %out: f32):
      %r = arith.addf %a, %b : f32
      linalg.yield %r : f32
    } -> tensor<2x4xf32>
    %wide = tensor.expand_shape %z [[0], [1, 2]] output_shape [2, 2, 2] : tensor<2x4xf32> into tensor<2x2x2xf32>
    %s = linalg.generic {indexing_maps = [#id3, #id3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%wide : tensor<2x2x2xf32>) outs(%e3 : tensor<2x2x2xf32>) {
    ^bb0(%a: f32, %out: f32):
      %0 = arith.maximumf %a, %zero : f32
      linalg.yield %0 : f32
    } -> tensor<2x2x2xf32>
    %flat = tensor.collapse_shape %s [[0], [1, 2]] : tensor<2x2x2xf32> into tensor<2x4xf32>
    %e1 = tensor.empty() : tensor<2x2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%flat, %v : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
    return %y : tensor<2x2xf32>
  }
}
