// A sound module passes and is left as it was.
// RUN: hwlock-opt %s -o %t.before
// RUN: hwlock-opt %s --hwlock-verify-sealed -o %t.after
// RUN: diff %t.before %t.after

module {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    hwlock.sealed @dense : tensor<2x2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]> : tensor<16xi8>
    hwlock.sealed @splat : tensor<2xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "c0b1b2b3b4b5b6b7b8b9babbbcbdbebf" = dense<17> : tensor<2xi8>
    hwlock.sealed @resource : tensor<2xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "d0b1b2b3b4b5b6b7b8b9babbbcbdbebf" = dense_resource<r> : tensor<2xi8>
  }
  func.func @main(%x: tensor<2xi8>) -> (tensor<2x2xf32>, tensor<2xi8>, tensor<2x1xi8>) {
    %key = hwlock.open @v : !hwlock.key
    %w = hwlock.unseal %key, @v::@dense : tensor<2x2xf32>
    %b = hwlock.unseal %key, @v::@resource : tensor<2xi8>
    %z = arith.constant dense<0.0> : tensor<2x2xf32>
    %mask = arith.constant dense<[true, false]> : tensor<2xi1>
    %shape = arith.constant dense<[2, 1]> : tensor<2xi32>
    %r = tensor.reshape %x(%shape) : (tensor<2xi8>, tensor<2xi32>) -> tensor<2x1xi8>
    return %w, %b, %r : tensor<2x2xf32>, tensor<2xi8>, tensor<2x1xi8>
  }
}

{-#
  dialect_resources: { builtin: { r: "0x010000001102" } }
#-}
