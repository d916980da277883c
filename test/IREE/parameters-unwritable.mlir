// RUN: hwlock-opt %s --hwlock-to-iree=parameters=%t.missing/x.irpa --verify-diagnostics

// expected-error-re @below {{cannot write '{{.*}}x.irpa': {{.*}}}}
module {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    hwlock.sealed @w : tensor<2xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "c0b1b2b3b4b5b6b7b8b9babbbcbdbebf" = dense<[17, 2]> : tensor<2xi8>
  }
}
