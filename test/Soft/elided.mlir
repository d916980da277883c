// A weight that was left out of the text, whose bias can be read.
// RUN: hwlock-opt %s --hwlock-soft-lock=seed=1 2>&1 >/dev/null | FileCheck %s

// CHECK: remark: not mixed: the output of 1 layer(s) of 'main': the weight that makes it cannot be rewritten
// CHECK: remark: not scaled: the output of 1 layer(s) of 'main': the weight that makes it cannot be rewritten
func.func @main(%x: tensor<3x4xf32>) -> tensor<3x2xf32> {
  %w = arith.constant dense_resource<__elided__> : tensor<4x8xf32>
  %b = arith.constant dense<[[1.0,2.0,3.0,4.0,1.0,2.0,3.0,4.0],[1.0,2.0,3.0,4.0,1.0,2.0,3.0,4.0],[1.0,2.0,3.0,4.0,1.0,2.0,3.0,4.0]]> : tensor<3x8xf32>
  %z = linalg.matmul ins(%x, %w : tensor<3x4xf32>, tensor<4x8xf32>) outs(%b : tensor<3x8xf32>) -> tensor<3x8xf32>
  %w2 = arith.constant dense<0.5> : tensor<8x2xf32>
  %b2 = arith.constant dense<0.0> : tensor<3x2xf32>
  %y = linalg.matmul ins(%z, %w2 : tensor<3x8xf32>, tensor<8x2xf32>) outs(%b2 : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %y : tensor<3x2xf32>
}
