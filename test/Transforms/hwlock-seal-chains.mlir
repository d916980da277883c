// Weights are sealed under the chain that was asked for, but for a code that their
// type does not have.
// RUN: hwlock-test-profile %t.hwp
// RUN: hwlock-opt %s --hwlock-seal="profile=%t.hwp chain=shuffle,pretransform,aes256" -o %t.mlir 2>%t.remarks
// RUN: FileCheck %s --input-file %t.mlir
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// RUN: hwlock-opt %s --hwlock-seal="profile=%t.hwp chain=shuffle" 2>&1 | FileCheck %s --check-prefix=BARE

// CHECK: hwlock.sealed @w0 : tensor<2xf32> chain [#hwlock.shuffle, #hwlock.pretransform, #hwlock.aes<256>]
// CHECK-SAME: dense_resource<hwlock_w0> : tensor<712xi8>
// CHECK: hwlock.sealed @w1 : tensor<4xi8> chain [#hwlock.shuffle, #hwlock.aes<256>]
// CHECK-SAME: dense_resource<hwlock_w1> : tensor<4xi8>

// REMARK: remark: 1 of 2 weights without a code: a wrong key gives random bits there
// BARE: warning: the chain has no AES: not confidential, all values can be read
// BARE: hwlock.sealed @w0 : tensor<2xf32> chain [#hwlock.shuffle]
// BARE-SAME: tensor<8xi8>

func.func @main() {
  %w = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
  %i = arith.constant {hwlock.seal_as = "w1"} dense<[1, 2, 3, 4]> : tensor<4xi8>
  return
}
