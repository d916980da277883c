// RUN: hwlock-opt %s --hwlock-hoist-weights --split-input-file --verify-diagnostics

func.func @elided() -> tensor<4xf32> {
  // expected-error @below {{weight '__elided__' has no data: expected the bytes of its resource, found none; was the module printed with elided resources?}}
  %w = arith.constant dense_resource<__elided__> : tensor<4xf32>
  return %w : tensor<4xf32>
}
