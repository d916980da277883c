// RUN: hwlock-opt %s --hwlock-head-mix="seed=1" 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// One number for all groups, or one for each; -1 leaves a group out.
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1 kappa=32" -o %t.one 2>/dev/null
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1 kappa=32,32" -o %t.each 2>/dev/null
// RUN: cmp %t.one %t.each
// RUN: hwlock-opt %s --hwlock-head-mix="seed=1 kappa=1024,-1" 2>%t.out | FileCheck %s --check-prefix=GROUPS
// RUN: FileCheck %s --check-prefix=LEFT --input-file %t.out

#id = affine_map<(d0, d1) -> (d0, d1)>
module {
  // The example of the description: the product of the two stays 11.
  // CHECK-LABEL: func @example
  // CHECK-DAG: dense<{{\[}}[-66.242{{[0-9]*}}, 32.193{{[0-9]*}}]]> : tensor<1x2xf32>
  // CHECK-DAG: dense<{{\[}}[-105.249{{[0-9]*}}], [-216.226{{[0-9]*}}]]> : tensor<2x1xf32>
  // REMARK: mixed the outputs of 1 layer(s), 2 channel(s), of 'example', in 1 group(s)
  func.func @example(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
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

  // ReLU takes channels one by one.
  // CHECK-LABEL: func @relu
  // CHECK-DAG: dense<{{\[}}[1.000000e+00, 2.000000e+00]]> : tensor<1x2xf32>
  // CHECK-DAG: dense<{{\[}}[3.000000e+00], [4.000000e+00]]> : tensor<2x1xf32>
  // REMARK: not mixed: the output of 1 layer(s) of 'relu': between it and its readers lies more than linear operations
  func.func @relu(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %zero = arith.constant 0.0 : f32
    %e0 = tensor.empty() : tensor<1x2xf32>
    %i0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x2xf32>) -> tensor<1x2xf32>
    %0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i0 : tensor<1x2xf32>) -> tensor<1x2xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<1x2xf32>) outs(%e0 : tensor<1x2xf32>) {
    ^bb0(%in: f32, %out: f32):
      %r = arith.maximumf %in, %zero : f32
      linalg.yield %r : f32
    } -> tensor<1x2xf32>
    %e1 = tensor.empty() : tensor<1x1xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    %2 = linalg.matmul ins(%1, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %2 : tensor<1x1xf32>
  }

  // Query and key of one head with two channels: their product stays.
  // CHECK-LABEL: func @attention
  // GROUPS-LABEL: func @example
  // GROUPS: dense<{{\[}}[-33.141{{[0-9]*}}, 16.056{{[0-9]*}}]]> : tensor<1x2xf32>
  // GROUPS-LABEL: func @attention
  // GROUPS: dense<{{\[}}[1.000000e+00, 2.000000e+00]]>
  // LEFT: not mixed: the output of 2 layer(s) of 'attention': it is to be left out
  // CHECK-NOT: dense<{{\[}}[1.000000e+00, 2.000000e+00]]>
  // REMARK: mixed the outputs of 2 layer(s), 4 channel(s), of 'attention'
  func.func @attention(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
    %wq = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %wk = arith.constant dense<[[3.0, 4.0]]> : tensor<1x2xf32>
    %zero = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<1x2xf32>
    %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    %q = linalg.matmul ins(%x, %wq : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %k = linalg.matmul ins(%x, %wk : tensor<1x1xf32>, tensor<1x2xf32>) outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
    %et = tensor.empty() : tensor<2x1xf32>
    %kt = linalg.transpose ins(%k : tensor<1x2xf32>) outs(%et : tensor<2x1xf32>) permutation = [1, 0]
    %es = tensor.empty() : tensor<1x1xf32>
    %is = linalg.fill ins(%zero : f32) outs(%es : tensor<1x1xf32>) -> tensor<1x1xf32>
    %s = linalg.matmul ins(%q, %kt : tensor<1x2xf32>, tensor<2x1xf32>) outs(%is : tensor<1x1xf32>) -> tensor<1x1xf32>
    return %s : tensor<1x1xf32>
  }
}
