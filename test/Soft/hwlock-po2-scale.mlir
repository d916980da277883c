// RUN: hwlock-opt %s --hwlock-po2-scale="seed=1" 2>%t.remarks | FileCheck %s

module {
  // The example of the description.
  // CHECK-LABEL: func @example
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
}
