// Whole modules: several public functions, private ones and declarations,
// arguments of dynamic shape, weights in branches and loops. One vault, one key
// for each function that has weights.
// RUN: hwlock-test-profile %t.hwp
// RUN: hwlock-opt %s --lock-model=profile=%t.hwp -o %t.locked
// RUN: FileCheck %s --input-file %t.locked
// RUN: hwlock-opt %t.locked --hwlock-verify-sealed --canonicalize --cse --symbol-dce \
// RUN:   | FileCheck %s --check-prefix=CLEANED

// CHECK-COUNT-1: hwlock.vault
// CHECK-COUNT-5: hwlock.sealed
// CHECK-NOT:     hwlock.{{vault|sealed}}
// CLEANED:         hwlock.vault @vault
// CLEANED-COUNT-5: hwlock.sealed
// CLEANED-NOT:     @never_called

// A declaration and a function without weights stay as they are.
// CHECK-LABEL: func.func private @external(tensor<?xf32>) -> tensor<?xf32>
func.func private @external(tensor<?xf32>) -> tensor<?xf32>

// CHECK-LABEL: func.func @plain
// CHECK-NOT:   hwlock
// CHECK:       return
func.func @plain(%x: tensor<?xf32>) -> tensor<?xf32> {
  %y = call @external(%x) : (tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}

// The batch is dynamic, the weight is not.
// CHECK-LABEL: func.func @dynamic
// CHECK-SAME:  %[[X:.*]]: tensor<?x2xf32>
// CHECK:       %[[KEY:.*]] = hwlock.open @vault
// CHECK:       %[[W:.*]] = hwlock.unseal %[[KEY]], @vault::@w0 : tensor<2x3xf32>
// CHECK:       tensor.dim %[[X]]
// CHECK:       linalg.matmul ins(%[[X]], %[[W]] : tensor<?x2xf32>, tensor<2x3xf32>)
func.func @dynamic(%x: tensor<?x2xf32>) -> tensor<?x3xf32> {
  %w = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %zero = arith.constant 0.0 : f32
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x2xf32>
  %e = tensor.empty(%n) : tensor<?x3xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = linalg.matmul ins(%x, %w : tensor<?x2xf32>, tensor<2x3xf32>)
                     outs(%f : tensor<?x3xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// A dynamic shape that a weight is cast to.
// CHECK-LABEL: func.func @cast
// CHECK:       %[[W:.*]] = hwlock.unseal %{{.*}}, @vault::@w1 : tensor<3xf32>
// CHECK:       tensor.cast %[[W]] : tensor<3xf32> to tensor<?xf32>
func.func @cast() -> tensor<?xf32> {
  %w = arith.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %c = tensor.cast %w : tensor<3xf32> to tensor<?xf32>
  return %c : tensor<?xf32>
}

// A private function has a key of its own; the caller, without weights, none.
// CHECK-LABEL: func.func private @helper
// CHECK:       hwlock.open @vault
// CHECK:       hwlock.unseal %{{.*}}, @vault::@w2 : tensor<2xf32>
func.func private @helper(%x: tensor<2xf32>) -> tensor<2xf32> {
  %w = arith.constant dense<[7.0, 8.0]> : tensor<2xf32>
  %y = arith.mulf %x, %w : tensor<2xf32>
  return %y : tensor<2xf32>
}
// CHECK-LABEL: func.func @caller
// CHECK-NOT:   hwlock
// CHECK:       call @helper
func.func @caller(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = call @helper(%x) : (tensor<2xf32>) -> tensor<2xf32>
  return %y : tensor<2xf32>
}

// Dead code is locked like any other: nobody has proved it dead yet.
// CHECK-LABEL: func.func private @never_called
// CHECK:       hwlock.unseal %{{.*}}, @vault::@w3 : tensor<2xf32>
func.func private @never_called() -> tensor<2xf32> {
  %w = arith.constant dense<[9.0, 10.0]> : tensor<2xf32>
  return %w : tensor<2xf32>
}

// In branches and loops a weight is decoded before them, once; @w2 is shared
// with @helper.
// CHECK-LABEL: func.func @control
// CHECK:       %[[KEY:.*]] = hwlock.open @vault
// CHECK:       %[[THEN:.*]] = hwlock.unseal %[[KEY]], @vault::@w2 : tensor<2xf32>
// CHECK-NEXT:  scf.if
// CHECK-NEXT:    scf.yield %[[THEN]]
// CHECK:       %[[STEP:.*]] = hwlock.unseal %[[KEY]], @vault::@w4 : tensor<2xf32>
// CHECK-NEXT:  scf.for
// CHECK-NOT:     hwlock
// CHECK:         arith.addf %{{.*}}, %[[STEP]]
func.func @control(%p: i1, %x: tensor<2xf32>, %n: index) -> tensor<2xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = scf.if %p -> tensor<2xf32> {
    %w = arith.constant dense<[7.0, 8.0]> : tensor<2xf32>
    scf.yield %w : tensor<2xf32>
  } else {
    scf.yield %x : tensor<2xf32>
  }
  %b = scf.for %i = %c0 to %n step %c1 iter_args(%s = %a) -> tensor<2xf32> {
    %w = arith.constant dense<[0.5, 0.25]> : tensor<2xf32>
    %t = arith.addf %s, %w : tensor<2xf32>
    scf.yield %t : tensor<2xf32>
  }
  return %b : tensor<2xf32>
}
