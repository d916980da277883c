// RUN: hwlock-opt %s --hwlock-insert-open --split-input-file --verify-diagnostics

func.func @no_vault() {
  // expected-error @below {{constant is marked, but the module has no vault; run hwlock-seal first}}
  %w = arith.constant {hwlock.seal_as = "w"} dense<[1, 2]> : tensor<2xi8>
  return
}

// -----

hwlock.vault @v policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
}
func.func @unknown() {
  // expected-error @below {{mark "s0" names no sealed weight of 'v'}}
  %w = arith.constant {hwlock.seal_as = "s0"} dense<[1, 2]> : tensor<2xi8>
  return
}

// -----

hwlock.vault @v policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
}
func.func @not_a_name() {
  // expected-error @below {{mark 7 : i64 names no sealed weight of 'v'}}
  %w = arith.constant {hwlock.seal_as = 7} dense<[1, 2]> : tensor<2xi8>
  return
}

// -----

hwlock.vault @v policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  // expected-note @below {{sealed here}}
  hwlock.sealed @w : tensor<2xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
      id "c0b1b2b3b4b5b6b7b8b9babbbcbdbebf" = dense<[17, 2]> : tensor<2xi8>
}
func.func @type() {
  // expected-error @below {{constant of type 'tensor<1x2xi8>' is marked as sealed weight 'w' of type 'tensor<2xi8>'}}
  %w = arith.constant {hwlock.seal_as = "w"} dense<[[1, 2]]> : tensor<1x2xi8>
  return
}
