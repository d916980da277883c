// Shapes that cannot be read, and functions that are not there.
// RUN: not hwlock-opt %s --hwlock-specialize-shapes=shapes=x=4 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not hwlock-opt %s --hwlock-specialize-shapes=shapes=input0=4x 2>&1 | FileCheck %s --check-prefix=END
// RUN: not hwlock-opt %s --hwlock-specialize-shapes=shapes=input0=-1 2>&1 | FileCheck %s --check-prefix=SIGN
// RUN: not hwlock-opt %s --hwlock-specialize-shapes='shapes=input0=4 function=f' 2>&1 | FileCheck %s --check-prefix=FUNCTION

// Several inputs; the pipeline takes the same options.
// RUN: hwlock-opt %s --hwlock-specialize-shapes='shapes=input0=4,input1=3x1' | FileCheck %s
// RUN: hwlock-opt %s --hwlock-to-llvm='shapes=input0=4,input1=3x1' | FileCheck %s --check-prefix=LLVM

// NAME: error: cannot read the shape 'x=4', expected the form input0=4x128
// END: error: cannot read the shape 'input0=4x', expected the form input0=4x128
// SIGN: error: cannot read the shape 'input0=-1', expected the form input0=4x128
// FUNCTION: error: shapes are given for function 'f', which the module does not have
// CHECK: func.func @main(%{{.*}}: tensor<4xf32>, %{{.*}}: tensor<3x1xf32>) -> (tensor<3x1xf32>, tensor<4xf32>)
// LLVM: llvm.func @main
func.func @main(%x: tensor<?xf32>, %y: tensor<?x?xf32>) -> (tensor<?x?xf32>, tensor<?xf32>) {
  return %y, %x : tensor<?x?xf32>, tensor<?xf32>
}
