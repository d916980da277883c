// What hwlock-mark-weights leaves alone: constants that cannot be sealed.
// hwlock-check-lockable, which runs before, refuses modules that have one.
// RUN: hwlock-opt %s --hwlock-mark-weights | FileCheck %s
// RUN: not hwlock-opt %s --hwlock-check-lockable 2>&1 | FileCheck %s --check-prefix=REFUSED
// CHECK-NOT: hwlock.seal_as

// CHECK-LABEL: func.func @other_types
// REFUSED-DAG: cannot seal elements of type complex<f32>
// REFUSED-DAG: cannot seal elements of type i4
// REFUSED-DAG: cannot seal a constant that is not a ranked tensor
func.func @other_types() {
  %c = arith.constant dense<[(1.0, 2.0), (3.0, 4.0)]> : tensor<2xcomplex<f32>>
  %i = arith.constant dense<[1, -1]> : tensor<2xi4>
  %v = arith.constant dense<[1.0, 2.0]> : vector<2xf32>
  return
}

// CHECK-LABEL: func.func @other_forms
// REFUSED-DAG: the bytes of resource '__elided__' are missing
// REFUSED-DAG: cannot seal a constant that is neither dense nor a resource
func.func @other_forms() {
  %e = arith.constant dense_resource<__elided__> : tensor<2xf32>
  %s = arith.constant sparse<[[0]], [1.0]> : tensor<4xf32>
  return
}
