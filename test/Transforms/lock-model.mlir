// Weights of many types, dense and resource, shared and captured, in text and
// in bytecode. The bytes of i8 weights spell words that grep finds in any file.
// RUN: hwlock-test-profile %t.hwp
// RUN: hwlock-test-profile %t-2.hwp 1
// RUN: hwlock-opt %s --emit-bytecode -o %t.mlirbc

// Text and bytecode in, text and bytecode out; what comes out reads back.
// RUN: hwlock-opt %s --lock-model=profile=%t.hwp,%t-2.hwp -o %t.text 2>%t.remarks
// RUN: hwlock-opt %t.text | FileCheck %s --check-prefixes=CHECK,ERROR
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks
// RUN: hwlock-opt %t.mlirbc --lock-model="profile=%t.hwp on-mismatch=garbage" --emit-bytecode -o %t.bytecode
// RUN: hwlock-opt %t.bytecode --hwlock-verify-sealed | FileCheck %s --check-prefixes=CHECK,GARBAGE

// The plaintext is in the input and not in the output, whether the printer shows
// bytes as characters, hexadecimal digits or numbers.
// RUN: grep -c -e 'SECRETWORD' -e 'HIDDENWORD' -e 'CAPTUREDWORD' %t.mlirbc
// RUN: not grep -e 'SECRETWORD' -e 'HIDDENWORD' -e 'CAPTUREDWORD' %t.bytecode
// RUN: grep -i -e '48494444454e574f5244' %s
// RUN: not grep -i -e '534543524554574f5244' -e '48494444454e574f5244' -e '4341505455524544574f5244' %t.text
// RUN: not grep -e '83, 69, 67' -e '1.250000' -e 'plain' %t.text

// A locked model is not locked again.
// RUN: not hwlock-opt %t.text --lock-model=profile=%t.hwp 2>&1 | FileCheck %s --check-prefix=AGAIN
// AGAIN: error: module is already locked

// REMARK: remark: left in the clear, splat: 1 (tensor<4xf32>)
// REMARK: remark: class-bound:

// ERROR:   hwlock.vault @vault policy error
// ERROR-COUNT-2: hwlock.slot
// GARBAGE: hwlock.vault @vault policy garbage
// GARBAGE-COUNT-1: hwlock.slot
// CHECK-NOT:  hwlock.slot
// CHECK:      hwlock.sealed @w0 : tensor<10xi8>
// CHECK-NEXT: hwlock.sealed @w1 : tensor<2x5xi8>
// CHECK-NEXT: hwlock.sealed @w2 : tensor<3xf32>
// CHECK-NEXT: hwlock.sealed @w3 : tensor<3xf16>
// CHECK-NEXT: hwlock.sealed @w4 : tensor<3xbf16>
// CHECK-NEXT: hwlock.sealed @w5 : tensor<3xf64>
// CHECK-NEXT: hwlock.sealed @w6 : tensor<2xi64>
// CHECK-NEXT: hwlock.sealed @w7 : tensor<12xi8>
// CHECK-NEXT: }

#map = affine_map<(d0) -> (d0)>
module {
  // CHECK-LABEL: func @main
  // CHECK-NEXT: %[[KEY:.*]] = hwlock.open @vault : !hwlock.key
  func.func @main() -> (tensor<10xi8>, tensor<2x5xi8>, tensor<3xf32>, tensor<3xf16>, tensor<3xbf16>, tensor<3xf64>, tensor<2xi64>, tensor<4xf32>) {
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w0 : tensor<10xi8>
    %0 = arith.constant dense<[83, 69, 67, 82, 69, 84, 87, 79, 82, 68]> : tensor<10xi8>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w1 : tensor<2x5xi8>
    %1 = arith.constant dense_resource<plain> : tensor<2x5xi8>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w2 : tensor<3xf32>
    %2 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf32>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w3 : tensor<3xf16>
    %3 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf16>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w4 : tensor<3xbf16>
    %4 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xbf16>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w5 : tensor<3xf64>
    %5 = arith.constant dense<[1.25, -1.5, 7.0]> : tensor<3xf64>
    // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w6 : tensor<2xi64>
    %6 = arith.constant dense<[1, -1]> : tensor<2xi64>
    // CHECK-NEXT: arith.constant dense<0.0
    %z = arith.constant dense<0.0> : tensor<4xf32>
    return %0, %1, %2, %3, %4, %5, %6, %z : tensor<10xi8>, tensor<2x5xi8>, tensor<3xf32>, tensor<3xf16>, tensor<3xbf16>, tensor<3xf64>, tensor<2xi64>, tensor<4xf32>
  }

  // A table that a body captures, and a weight that @main has too.
  // CHECK-LABEL: func @lookup
  // CHECK-NEXT: %[[KEY:.*]] = hwlock.open @vault : !hwlock.key
  // CHECK-NEXT: %[[TABLE:.*]] = hwlock.unseal %[[KEY]], @vault::@w7 : tensor<12xi8>
  // CHECK-NEXT: hwlock.unseal %[[KEY]], @vault::@w0 : tensor<10xi8>
  // CHECK:      tensor.extract %[[TABLE]]
  func.func @lookup(%i: tensor<3xi64>) -> (tensor<3xi8>, tensor<10xi8>) {
    %table = arith.constant dense<[67, 65, 80, 84, 85, 82, 69, 68, 87, 79, 82, 68]> : tensor<12xi8>
    %shared = arith.constant dense<[83, 69, 67, 82, 69, 84, 87, 79, 82, 68]> : tensor<10xi8>
    %e = tensor.empty() : tensor<3xi8>
    %0 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]}
        ins(%i : tensor<3xi64>) outs(%e : tensor<3xi8>) {
    ^bb0(%a: i64, %b: i8):
      %k = arith.index_cast %a : i64 to index
      %v = tensor.extract %table[%k] : tensor<12xi8>
      linalg.yield %v : i8
    } -> tensor<3xi8>
    return %0, %shared : tensor<3xi8>, tensor<10xi8>
  }
}

// ERROR:     hwlock_w0: "0x10000000
// ERROR:     hwlock_w0_tags: "0x10000000
// GARBAGE:   hwlock_w0: "0x10000000
// GARBAGE-NOT: tags

{-#
  dialect_resources: { builtin: { plain: "0x0100000048494444454e574f5244" } }
#-}
