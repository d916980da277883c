// RUN: hwlock-test-profile %t.hwp
// RUN: hwlock-test-profile %t-2.hwp 1
// RUN: hwlock-test-profile %t-precision.hwp 0 2
// RUN: hwlock-opt %s --hwlock-seal=profile=%t.hwp --split-input-file --verify-diagnostics
// RUN: split-file %s %t

// Options are checked before any IR is touched.
// RUN: not hwlock-opt %t/weight.mlir --hwlock-seal=profile=%t-none.hwp 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: cannot open '{{.*}}-none.hwp'
// RUN: not hwlock-opt %t/weight.mlir --hwlock-seal=on-mismatch=retry 2>&1 | FileCheck %s --check-prefix=POLICY
// POLICY: error: unknown value 'retry' of option 'on-mismatch', expected 'error' or 'garbage'

// RUN: not hwlock-opt %t/weight.mlir --hwlock-seal="profile=%t.hwp,%t-2.hwp on-mismatch=garbage" 2>&1 | FileCheck %s --check-prefix=MANY
// MANY: error: the garbage policy takes one profile without a device source, found 2
// MANY: note: two slots would let an attacker tell a right key from a wrong one
// RUN: not hwlock-opt %t/weight.mlir --hwlock-seal="profile=%t-precision.hwp" 2>&1 | FileCheck %s --check-prefix=LACKS
// LACKS: error: profile 1 lacks the source clock; it has precision

//--- weight.mlir
// expected-remark @below {{class-bound}}
module {
  func.func @main() {
    %w = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
    return
  }
}

// -----

//--- none.mlir
// expected-error @below {{module has no weight to seal; nothing to lock}}
module {
  func.func @main() {
    return
  }
}

// -----

//--- vault.mlir
// expected-error @below {{module has a vault already}}
module {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  }
}

// -----

//--- missing.mlir
func.func @main() {
  // expected-error @below {{the bytes of 'w0' are missing or not those of 'tensor<2xf32>'}}
  %w = arith.constant {hwlock.seal_as = "w0"} dense_resource<nowhere> : tensor<2xf32>
  return
}
