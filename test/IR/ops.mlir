// RUN: hwlock-opt %s | hwlock-opt | FileCheck %s
// RUN: hwlock-opt %s --mlir-print-op-generic | hwlock-opt | FileCheck %s

// CHECK-LABEL: hwlock.vault @error
// CHECK-SAME: policy error
// CHECK-SAME: id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
// CHECK-SAME: mac "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" {
hwlock.vault @error policy error
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    mac "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" {
  // CHECK: hwlock.slot @clock id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
  // CHECK-SAME: sources<clock, precision>
  // CHECK-SAME: probes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 191]
  // CHECK-SAME: helper "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7"
  // CHECK-SAME: wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  // CHECK-SAME: tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
  hwlock.slot @clock id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
      sources<precision, clock>
      probes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
              19, 20, 21, 22, 191]
      helper "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7"
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
      tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
  // CHECK: hwlock.slot @precision {{.*}} sources<precision> probes [] helper ""
  hwlock.slot @precision id "00000000000000000000000000000001"
      sources<precision> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
      tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
  // CHECK: hwlock.sealed @small : tensor<2x2xf32> chain [#hwlock.aes<128>]
  // CHECK-SAME: order #hwlock.order<row_major>
  // CHECK-SAME: id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
  // CHECK-SAME: = dense<[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]> : tensor<16xi8>
  // CHECK-SAME: tags dense<0> : tensor<16xi8>
  hwlock.sealed @small : tensor<2x2xf32> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
      = dense<[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]> : tensor<16xi8>
      tags dense<0> : tensor<16xi8>
  // One byte more than a chunk has two tags.
  // CHECK: hwlock.sealed @large : tensor<65537xi8>
  // CHECK-SAME: tags dense<0> : tensor<32xi8>
  hwlock.sealed @large : tensor<65537xi8> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbec0"
      = dense<0> : tensor<65537xi8> tags dense<0> : tensor<32xi8>
}

// CHECK-LABEL: hwlock.vault @garbage
// CHECK-SAME: policy garbage
// CHECK-NOT: mac
hwlock.vault @garbage policy garbage
    id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  // CHECK: hwlock.slot @s0
  // CHECK-SAME: sources<clock> probes [] helper ""
  // CHECK-NOT: tag
  hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
      sources<clock> probes [] helper ""
      wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  // Tables and escapes make it larger than the weight.
  // CHECK: hwlock.sealed @coded : tensor<2xbf16> chain [#hwlock.shuffle, #hwlock.pretransform, #hwlock.aes<256>]
  hwlock.sealed @coded : tensor<2xbf16>
      chain [#hwlock.shuffle, #hwlock.pretransform, #hwlock.aes<256>]
      order #hwlock.order<row_major> id "000000000000000000000000000000ff"
      = dense<0> : tensor<708xi8>
  // CHECK: hwlock.sealed @resource : tensor<2xbf16>
  // CHECK-SAME: = dense_resource<w> : tensor<4xi8>{{$}}
  hwlock.sealed @resource : tensor<2xbf16> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000001"
      = dense_resource<w> : tensor<4xi8>
  // Elided text has no data.
  // CHECK: hwlock.sealed @elided : tensor<2xf16>
  // CHECK-SAME: = dense_resource<__elided__> : tensor<4xi8>{{$}}
  hwlock.sealed @elided : tensor<2xf16> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000005"
      = dense_resource<__elided__> : tensor<4xi8>
  // CHECK: hwlock.sealed @i1 : tensor<3xi1>
  hwlock.sealed @i1 : tensor<3xi1> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000002"
      = dense<0> : tensor<3xi8>
  // CHECK: hwlock.sealed @i12 : tensor<3xi12>
  hwlock.sealed @i12 : tensor<3xi12> chain [#hwlock.aes<128>]
      order #hwlock.order<row_major> id "00000000000000000000000000000003"
      = dense<0> : tensor<6xi8>
  // CHECK: hwlock.sealed @f64 : tensor<f64> chain [#hwlock.aes<256>] {{.*}} {note = "kept"}
  hwlock.sealed @f64 : tensor<f64> chain [#hwlock.aes<256>]
      order #hwlock.order<row_major> id "00000000000000000000000000000004"
      = dense<0> : tensor<8xi8> {note = "kept"}
}

// CHECK-LABEL: func.func @unseal
func.func @unseal() -> (tensor<2x2xf32>, tensor<2xbf16>) {
  // CHECK: %[[K0:.*]] = hwlock.open @error : !hwlock.key
  %0 = hwlock.open @error : !hwlock.key
  // CHECK: hwlock.unseal %[[K0]], @error::@small : tensor<2x2xf32>
  %1 = hwlock.unseal %0, @error::@small : tensor<2x2xf32>
  // CHECK: %[[K1:.*]] = hwlock.open @garbage : !hwlock.key
  %2 = hwlock.open @garbage : !hwlock.key
  // CHECK: hwlock.unseal %[[K1]], @garbage::@resource : tensor<2xbf16>
  %3 = hwlock.unseal %2, @garbage::@resource : tensor<2xbf16>
  return %1, %3 : tensor<2x2xf32>, tensor<2xbf16>
}

// The key of an argument may be that of any vault.
// CHECK-LABEL: func.func @steps
// CHECK-SAME: %[[ARG:.*]]: !hwlock.key, %[[BYTES:.*]]: tensor<16xi8>
func.func @steps(%arg: !hwlock.key, %bytes: tensor<16xi8>)
    -> (tensor<2x2xf32>, tensor<2x2xf32>) {
  // CHECK: %[[RAW:.*]] = hwlock.measure sources<clock, precision> probes [0, 1, 191] : !hwlock.fingerprint
  %raw = hwlock.measure sources<clock, precision> probes [0, 1, 191] : !hwlock.fingerprint
  // CHECK: %[[FIXED:.*]] = hwlock.correct %[[RAW]] helper "00ff7f" : !hwlock.fingerprint
  %fixed = hwlock.correct %raw helper "00ff7f" : !hwlock.fingerprint
  // CHECK: %[[KEY:.*]] = hwlock.derive %[[FIXED]], @error::@clock : !hwlock.key
  %key = hwlock.derive %fixed, @error::@clock : !hwlock.key
  // CHECK: hwlock.unmask %[[KEY]], @error::@small, %[[BYTES]] : tensor<16xi8> -> tensor<2x2xf32>
  %0 = hwlock.unmask %key, @error::@small, %bytes : tensor<16xi8> -> tensor<2x2xf32>
  // CHECK: hwlock.unseal %[[ARG]], @error::@small : tensor<2x2xf32>
  %1 = hwlock.unseal %arg, @error::@small : tensor<2x2xf32>
  return %0, %1 : tensor<2x2xf32>, tensor<2x2xf32>
}

{-#
  dialect_resources: {
    builtin: {
      w: "0x0400000001020304"
    }
  }
#-}
