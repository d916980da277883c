// RUN: hwlock-opt %s --hwlock-hoist-weights --split-input-file --verify-diagnostics

// expected-error @below {{function 'dynamic' has a value of type 'tensor<?xf32>': expected a static shape; import the model with fixed sizes}}
func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  return %x : tensor<?xf32>
}

// -----

func.func @dynamic_inside(%x: tensor<4xf32>, %n: index) -> f32 {
  %i = arith.constant 0 : index
  // expected-error @below {{function 'dynamic_inside' has a value of type 'tensor<?xf32>': expected a static shape}}
  %y = tensor.extract_slice %x[0] [%n] [1] : tensor<4xf32> to tensor<?xf32>
  %z = tensor.extract %y[%i] : tensor<?xf32>
  return %z : f32
}

// -----

func.func @elided() -> tensor<4xf32> {
  // expected-error @below {{weight '__elided__' has no data: expected the bytes of its resource, found none; was the module printed with elided resources?}}
  %w = arith.constant dense_resource<__elided__> : tensor<4xf32>
  return %w : tensor<4xf32>
}
