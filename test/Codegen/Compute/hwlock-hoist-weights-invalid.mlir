// RUN: hwlock-opt %s --hwlock-hoist-weights --split-input-file --verify-diagnostics

func.func @elided() -> tensor<4xf32> {
  // expected-error @below {{weight '__elided__' has no data: expected the bytes of its resource, found none; was the module printed with elided resources?}}
  %w = arith.constant dense_resource<__elided__> : tensor<4xf32>
  return %w : tensor<4xf32>
}

// -----

func.func @not_a_resource() -> tensor<2xf32> {
  // expected-error @below {{'hwlock.replaceable' is for tensors that a resource holds, found dense<1.000000e+00> : tensor<2xf32>}}
  %w = arith.constant {hwlock.replaceable} dense<1.0> : tensor<2xf32>
  return %w : tensor<2xf32>
}
