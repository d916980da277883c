// What hwlock-widen-booleans leaves alone: declarations, and functions with an
// operation that is not known to work on bytes.
// RUN: hwlock-opt %s --hwlock-widen-booleans | FileCheck %s
// CHECK-NOT: i8

// CHECK: func.func private @declared(tensor<4xi1>)
func.func private @declared(tensor<4xi1>)

// CHECK-LABEL: func.func @called
// CHECK:         %[[E:.*]] = tensor.empty() : tensor<4xi1>
// CHECK:         call @declared(%[[E]]) : (tensor<4xi1>) -> ()
func.func @called() {
  %e = tensor.empty() : tensor<4xi1>
  call @declared(%e) : (tensor<4xi1>) -> ()
  return
}
