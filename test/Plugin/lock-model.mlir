// The stock mlir-opt locks a model, as one pipeline or pass by pass; what it
// writes is what hwlock-opt accepts as locked.
// RUN: hwlock-test-profile %t.hwp

// RUN: %plugged-mlir-opt %s --pass-pipeline='builtin.module(lock-model{profile=%t.hwp})' -o %t.locked 2>%t.remarks
// RUN: FileCheck %s --input-file %t.locked
// RUN: FileCheck %s --input-file %t.remarks --check-prefix=REMARK
// RUN: hwlock-opt %t.locked --hwlock-verify-sealed -o /dev/null

// RUN: %plugged-mlir-opt %s --pass-pipeline='builtin.module(hwlock-check-lockable,hwlock-mark-weights,hwlock-seal{profile=%t.hwp},hwlock-insert-open,hwlock-verify-sealed)' \
// RUN:   | FileCheck %s
// RUN: not %plugged-mlir-opt %t.locked --pass-pipeline='builtin.module(lock-model{profile=%t.hwp on-mismatch=ignore})' 2>&1 \
// RUN:   | FileCheck %s --check-prefix=OPTION

// Flags are registered before plug-ins are loaded: only --pass-pipeline works.
// RUN: not %plugged-mlir-opt %s --lock-model=profile=%t.hwp 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: Unknown command line argument '--lock-model

// RUN: not %stock-mlir-opt %s --pass-pipeline='builtin.module(lock-model)' 2>&1 | FileCheck %s --check-prefix=ALONE

// REMARK: remark: left in the clear, splat: 1 (tensor<4xf32>)
// OPTION: error: unknown value 'ignore' of option 'on-mismatch', expected 'error' or 'garbage'
// ALONE: 'lock-model' does not refer to a registered pass or pass pipeline

// CHECK:      hwlock.vault @vault policy error
// CHECK-NEXT:   hwlock.slot @s0 {{.*}} sources<clock, precision>
// CHECK-NEXT:   hwlock.sealed @w0 : tensor<4xf32> chain [#hwlock.aes<128>]
// CHECK-SAME:     dense_resource<hwlock_w0> : tensor<16xi8>
// CHECK-NOT:  1.250000
// CHECK:      func.func @main
// CHECK-NEXT:   %[[KEY:.*]] = hwlock.open @vault : !hwlock.key
// CHECK-NEXT:   hwlock.unseal %[[KEY]], @vault::@w0 : tensor<4xf32>
// CHECK-NEXT:   arith.constant dense<0.0{{.*}}> : tensor<4xf32>
func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %w = arith.constant dense<[1.25, 2.5, 3.75, -1.0]> : tensor<4xf32>
  %z = arith.constant dense<0.0> : tensor<4xf32>
  %y = arith.addf %x, %w : tensor<4xf32>
  return %y, %z : tensor<4xf32>, tensor<4xf32>
}
