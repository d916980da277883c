// RUN: hwlock-opt %s --hwlock-ln-null-out="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// -1 leaves the layer out.
// RUN: hwlock-opt %s --hwlock-ln-null-out="seed=1 factor=-1" 2>%t.out | FileCheck %s --check-prefix=GROUPS
// RUN: FileCheck %s --check-prefix=LEFT --input-file %t.out

module {
  // The example of the description: the two weights still differ by one.
  // CHECK-LABEL: func @example
  // CHECK: dense<{{\[}}[-100.192{{[0-9]*}}, -99.192{{[0-9]*}}]]> : tensor<1x2xf32>
  // REMARK: shifted the outputs of 1 layer(s), 2 channel(s), of 'example', in 1 group(s)
  // GROUPS-LABEL: func @example
  // GROUPS: dense<{{\[}}[1.000000e+00, 2.000000e+00]]> : tensor<1x2xf32>
  // LEFT: not shifted: the output of 1 layer(s) of 'example': it is to be left out
  func.func @example(%x: tensor<1x1xf32>) -> tensor<1x2xf32> {
    %w = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %y = linalg.matmul ins(%x, %w : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %e1 = tensor.empty() : tensor<1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1xf32>) -> tensor<1xf32>
    %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%y : tensor<1x2xf32>) outs(%i1 : tensor<1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<1xf32>
    %c = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y, %sum : tensor<1x2xf32>, tensor<1xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<1x2xf32>
    return %c : tensor<1x2xf32>
  }

  // RMS norm subtracts no mean: nothing may be added.
  // CHECK-LABEL: func @rms
  // CHECK: dense<{{\[}}[1.000000e+00, 2.000000e+00]]> : tensor<1x2xf32>
  // REMARK: not shifted: the output of 1 layer(s) of 'rms': 'linalg.generic' reads it and does not subtract the mean
  func.func @rms(%x: tensor<1x1xf32>) -> tensor<1x2xf32> {
    %w = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %y = linalg.matmul ins(%x, %w : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %e1 = tensor.empty() : tensor<1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1xf32>) -> tensor<1xf32>
    %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%y : tensor<1x2xf32>) outs(%i1 : tensor<1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %square = arith.mulf %in, %in : f32
      %s = arith.addf %square, %out : f32
      linalg.yield %s : f32
    } -> tensor<1xf32>
    %c = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y, %sum : tensor<1x2xf32>, tensor<1xf32>) outs(%e : tensor<1x2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %norm = math.rsqrt %s : f32
      %d = arith.mulf %in, %norm : f32
      linalg.yield %d : f32
    } -> tensor<1x2xf32>
    return %c : tensor<1x2xf32>
  }

  // The means of rows, subtracted from columns, take nothing away.
  // CHECK-LABEL: func @other_rows
  // CHECK: dense<{{\[}}[1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00]]> : tensor<2x2xf32>
  // REMARK: not shifted: the output of 1 layer(s) of 'other_rows': 'linalg.generic' reads it and does not subtract the mean
  func.func @other_rows(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
    %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e = tensor.empty() : tensor<2x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x2xf32>) -> tensor<2x2xf32>
    %y = linalg.matmul ins(%x, %w : tensor<2x2xf32>, tensor<2x2xf32>) outs(%i : tensor<2x2xf32>) -> tensor<2x2xf32>
    %e1 = tensor.empty() : tensor<2xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2xf32>) -> tensor<2xf32>
    %sum = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%y : tensor<2x2xf32>) outs(%i1 : tensor<2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<2xf32>
    %c = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%y, %sum : tensor<2x2xf32>, tensor<2xf32>) outs(%e : tensor<2x2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<2x2xf32>
    return %c : tensor<2x2xf32>
  }

  // What is added to each row of the weight meets inputs of its own there.
  // CHECK-LABEL: func @own_inputs
  // CHECK: dense<{{\[}}[1.000000e+00, 2.000000e+00, 3.000000e+00], [4.000000e+00, 5.000000e+00, 6.000000e+00]]> : tensor<2x3xf32>
  // REMARK: not shifted: the output of 1 layer(s) of 'own_inputs': each channel meets inputs of its own, as in a depthwise convolution
  func.func @own_inputs(%x: tensor<2x3xf32>) -> tensor<2xf32> {
    %w = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e = tensor.empty() : tensor<2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2xf32>) -> tensor<2xf32>
    %y = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0)>], iterator_types = ["parallel", "reduction"]} ins(%x, %w : tensor<2x3xf32>, tensor<2x3xf32>) outs(%i : tensor<2xf32>) {
    ^bb0(%in: f32, %weight: f32, %out: f32):
      %p = arith.mulf %in, %weight : f32
      %s = arith.addf %out, %p : f32
      linalg.yield %s : f32
    } -> tensor<2xf32>
    %e1 = tensor.empty() : tensor<f32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<f32>) -> tensor<f32>
    %sum = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>], iterator_types = ["reduction"]} ins(%y : tensor<2xf32>) outs(%i1 : tensor<f32>) {
    ^bb0(%in: f32, %out: f32):
      %s = arith.addf %in, %out : f32
      linalg.yield %s : f32
    } -> tensor<f32>
    %c = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%y, %sum : tensor<2xf32>, tensor<f32>) outs(%e : tensor<2xf32>) {
    ^bb0(%in: f32, %s: f32, %out: f32):
      %mean = arith.divf %s, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<2xf32>
    return %c : tensor<2xf32>
  }
}
