// RUN: hwlock-opt %s --allow-unregistered-dialect --cse | FileCheck %s --check-prefixes=CHECK,CSE
// RUN: hwlock-opt %s --allow-unregistered-dialect --canonicalize | FileCheck %s --check-prefixes=CHECK,CANON
// RUN: hwlock-opt %s --allow-unregistered-dialect --loop-invariant-code-motion | FileCheck %s --check-prefixes=CHECK,LICM
// RUN: hwlock-opt %s --allow-unregistered-dialect --symbol-dce | FileCheck %s --check-prefixes=CHECK,SYMBOL

// Slots and weights of a live vault stay, since its MAC covers them all.
// CHECK: hwlock.vault @live
// CHECK-NEXT: hwlock.slot @s
// CHECK-NEXT: hwlock.sealed @used
// CHECK-NEXT: hwlock.sealed @unused
hwlock.vault @live policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
      sources<clock> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  hwlock.sealed @used : tensor<2xf32> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000001"
      = dense<[1, 2, 3, 4, 5, 6, 7, 8]> : tensor<8xi8>
  hwlock.sealed @unused : tensor<2xf32> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000002"
      = dense<[1, 2, 3, 4, 5, 6, 7, 8]> : tensor<8xi8>
}

// CSE: hwlock.vault @dead
// CANON: hwlock.vault @dead
// LICM: hwlock.vault @dead
// SYMBOL-NOT: hwlock.vault @dead
hwlock.vault @dead policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
      sources<clock> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
}

// Two reads of the machine may be one.
// CHECK-LABEL: func.func @shared
func.func @shared() -> (tensor<2xf32>, tensor<2xf32>) {
  // CSE-COUNT-1: hwlock.open
  // CSE-NOT: hwlock.open
  // CSE-COUNT-1: hwlock.unseal
  // CSE-NOT: hwlock.unseal
  %0 = hwlock.open @live : !hwlock.key
  %1 = hwlock.open @live : !hwlock.key
  %2 = hwlock.unseal %0, @live::@used : tensor<2xf32>
  %3 = hwlock.unseal %1, @live::@used : tensor<2xf32>
  return %2, %3 : tensor<2xf32>, tensor<2xf32>
}

// CHECK-LABEL: func.func @unused
func.func @unused() {
  // CANON-NEXT: return
  %0 = hwlock.open @live : !hwlock.key
  %1 = hwlock.unseal %0, @live::@used : tensor<2xf32>
  %2 = hwlock.measure sources<precision> probes [] : !hwlock.fingerprint
  %3 = hwlock.correct %2 helper "" : !hwlock.fingerprint
  %4 = hwlock.derive %3, @live::@s : !hwlock.key
  return
}

// Ciphertext and key are known, yet nothing folds them to a plain weight.
// CHECK-LABEL: func.func @no_folder
func.func @no_folder() -> f32 {
  // CANON: %[[KEY:.*]] = hwlock.open @live
  // CANON: %[[WEIGHT:.*]] = hwlock.unseal %[[KEY]], @live::@used
  // CANON: tensor.extract %[[WEIGHT]]
  %c0 = arith.constant 0 : index
  %0 = hwlock.open @live : !hwlock.key
  %1 = hwlock.unseal %0, @live::@used : tensor<2xf32>
  %2 = tensor.extract %1[%c0] : tensor<2xf32>
  return %2 : f32
}

// A loop that never runs must not stop the program: what may stop it or
// measures stays inside. A pure decode may leave.
// CHECK-LABEL: func.func @not_speculated
func.func @not_speculated(%n: index, %key: !hwlock.key, %f: !hwlock.fingerprint) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // LICM: hwlock.unseal
  // LICM: scf.for
  // LICM-DAG: hwlock.open
  // LICM-DAG: hwlock.measure
  // LICM-DAG: hwlock.derive
  // LICM: "test.use"
  scf.for %i = %c0 to %n step %c1 {
    %0 = hwlock.open @live : !hwlock.key
    %1 = hwlock.measure sources<clock> probes [3] : !hwlock.fingerprint
    %2 = hwlock.derive %f, @live::@s : !hwlock.key
    %3 = hwlock.unseal %key, @live::@used : tensor<2xf32>
    "test.use"(%0, %1, %2, %3) : (!hwlock.key, !hwlock.fingerprint, !hwlock.key, tensor<2xf32>) -> ()
  }
  return
}
