// RUN: hwlock-opt %s --hwlock-specialize-shapes=shapes=input0=4 --split-input-file --verify-diagnostics

// What depends on data stays dynamic.
func.func @main(%x: tensor<?xf32>, %n: index) -> tensor<?xf32> {
  // expected-error @below {{function 'main' has a value of type 'tensor<?xf32>': expected a static shape; give the shapes of its inputs with --shapes, or import the model with fixed sizes}}
  %y = tensor.extract_slice %x[0] [%n] [1] : tensor<?xf32> to tensor<?xf32>
  return %y : tensor<?xf32>
}

// -----

// expected-error @below {{function 'main' has a value of type 'tensor<?xf32>': expected a static shape}}
func.func @main(%x: tensor<4xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  return %y : tensor<?xf32>
}

// -----

// expected-error @below {{input 0 of function 'main' is of type 'tensor<?x2xf32>', which the given shape does not fit}}
func.func @main(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  return %x : tensor<?x2xf32>
}

// -----

// expected-error @below {{input 0 of function 'main' is of type 'f32', which the given shape does not fit}}
func.func @main(%x: f32) -> f32 {
  return %x : f32
}

// -----

// Weights are not inputs.
// expected-error @below {{function 'main' has 0 input(s), found a shape for input 0}}
func.func @main(%w: tensor<4xf32> {hwlock.weight = @v::@w}) -> tensor<4xf32> {
  return %w : tensor<4xf32>
}

// -----

// expected-error @below {{shapes are given for function 'main', which the module does not have}}
module {
  func.func @other(%x: tensor<4xf32>) -> tensor<4xf32> {
    return %x : tensor<4xf32>
  }
}

// -----

// A check of the model that these shapes do not pass.
func.func @main(%x: tensor<?xf32>) -> tensor<?xf32> {
  %c0 = arith.constant 0 : index
  %c5 = arith.constant 5 : index
  %n = tensor.dim %x, %c0 : tensor<?xf32>
  %same = arith.cmpi eq, %n, %c5 : index
  // expected-error @below {{the model does not take inputs of these shapes: expected five}}
  cf.assert %same, "expected five"
  return %x : tensor<?xf32>
}
