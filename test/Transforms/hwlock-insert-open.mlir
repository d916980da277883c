// RUN: hwlock-opt %s --hwlock-insert-open | FileCheck %s

module {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    hwlock.sealed @w : tensor<2x2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]> : tensor<16xi8>
    hwlock.sealed @t : tensor<2xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major>
        id "c0b1b2b3b4b5b6b7b8b9babbbcbdbebf" = dense<[17, 2]> : tensor<2xi8>
  }

  // The example of the description.
  // CHECK-LABEL: func @main
  // CHECK-NEXT:    %[[KEY:.*]] = hwlock.open @v : !hwlock.key
  // CHECK-NEXT:    %[[W:.*]] = hwlock.unseal %[[KEY]], @v::@w : tensor<2x2xf32>
  // CHECK-NEXT:    return %[[W]]
  func.func @main() -> tensor<2x2xf32> {
    %w = arith.constant {hwlock.seal_as = "w"} dense<[[1.0, 2.0], [3.0, 4.0]]>
        : tensor<2x2xf32>
    return %w : tensor<2x2xf32>
  }

  // A function without a marked constant is not touched.
  // CHECK-LABEL: func private @untouched
  // CHECK-NEXT:    arith.constant dense<0.0
  // CHECK-NEXT:    return
  func.func private @untouched() -> tensor<2x2xf32> {
    %z = arith.constant dense<0.0> : tensor<2x2xf32>
    return %z : tensor<2x2xf32>
  }

  func.func private @declared(tensor<2x2xf32>)

  // One open for each function; what stood in a loop or body is decoded before
  // it, what stood in another block there.
  // CHECK-LABEL: func private @nested
  // CHECK-NEXT:    %[[KEY:.*]] = hwlock.open @v : !hwlock.key
  // CHECK-NOT:     hwlock.open
  // CHECK:         %[[T:.*]] = hwlock.unseal %[[KEY]], @v::@t : tensor<2xi8>
  // CHECK:         linalg.generic
  // CHECK-NOT:     hwlock.unseal
  // CHECK:         tensor.extract %[[T]]
  // CHECK:         cf.cond_br
  // CHECK:       ^bb1:
  // CHECK-NEXT:    %[[W:.*]] = hwlock.unseal %[[KEY]], @v::@w : tensor<2x2xf32>
  // CHECK-NEXT:    call @declared(%[[W]])
  func.func private @nested(%c: i1, %i: tensor<3xindex>) -> tensor<3xi8> {
    %e = tensor.empty() : tensor<3xi8>
    %0 = linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]}
        ins(%i : tensor<3xindex>) outs(%e : tensor<3xi8>) {
    ^bb0(%k: index, %o: i8):
      %t = arith.constant {hwlock.seal_as = "t"} dense<[1, 2]> : tensor<2xi8>
      %v = tensor.extract %t[%k] : tensor<2xi8>
      linalg.yield %v : i8
    } -> tensor<3xi8>
    cf.cond_br %c, ^bb1, ^bb2
  ^bb1:
    %w = arith.constant {hwlock.seal_as = "w"} dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    func.call @declared(%w) : (tensor<2x2xf32>) -> ()
    cf.br ^bb2
  ^bb2:
    return %0 : tensor<3xi8>
  }
}

// CHECK-NOT: seal_as
