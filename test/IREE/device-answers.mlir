// RUN: hwlock-opt %s --hwlock-to-iree --mlir-print-op-generic | FileCheck %s --enable-var-scope

// The executable takes the table of answers before the key.
// CHECK:      "func.func"() <{function_type = (memref<i8>, index, memref<i8>, index, memref<i8>, index) -> (), sym_name = "hwlock_iree_open"
// CHECK:      "func.func"() <{function_type = (!stream.binding, !stream.binding, !stream.binding) -> (), sym_name = "open"}>
// CHECK:      "stream.binding.subspan"({{.*}}) : (!stream.binding, index) -> memref<216xi8>

// An import that may be missing; what stands in cannot ask.
// CHECK:      "func.func"() <{function_type = (!util.buffer, i32) -> (i64, i64, i64, i64, i64, i64, i64, i64, i64), sym_name = "hwlock.answer", sym_visibility = "private"}>
// CHECK:      vm.fallback = @hwlock.absent
// CHECK:      sym_name = "hwlock.absent", sym_visibility = "private"}>
// CHECK-NEXT: ^bb0(%[[ITEM:.*]]: !util.list<i8>, %[[SOURCE:.*]]: i32):
// CHECK-NEXT: "util.optimization_barrier"(%[[ITEM]], %[[SOURCE]])
// CHECK:      %[[UNREACHABLE:.*]] = "arith.constant"() <{value = 5 : i64}>
// CHECK:      %[[RECORD:.*]]:9 = "util.optimization_barrier"(%[[UNREACHABLE]],
// CHECK-NEXT: "func.return"(%[[RECORD]]#0,

// One call for each item of a device, in the order of the vault: none for the
// class, none for the owner.
// CHECK:      "util.initializer"
// CHECK-NEXT: %[[B0:.*]] = "util.buffer.constant"() <{value = dense<[1, 2, 3]> : tensor<3xi8>}> : () -> !util.buffer
// CHECK-NEXT: %[[S0:.*]] = "arith.constant"() <{value = 4 : i32}>
// CHECK-NEXT: %[[A0:.*]]:9 = "func.call"(%[[B0]], %[[S0]]) <{callee = @hwlock.answer}>
// CHECK-NEXT: %[[B1:.*]] = "util.buffer.constant"() <{value = dense<4> : tensor<1xi8>}>
// CHECK-NEXT: %[[S1:.*]] = "arith.constant"() <{value = 8 : i32}>
// CHECK-NEXT: %[[A1:.*]]:9 = "func.call"(%[[B1]], %[[S1]])
// CHECK-NEXT: %[[B2:.*]] = "util.buffer.constant"() <{value = dense<[5, -1]> : tensor<2xi8>}>
// CHECK-NEXT: %[[S2:.*]] = "arith.constant"() <{value = 16 : i32}>
// CHECK-NEXT: %[[A2:.*]]:9 = "func.call"(%[[B2]], %[[S2]])
// CHECK-NOT:  "func.call"
// CHECK:      %[[TABLE:.*]] = "tensor.from_elements"(%[[A0]]#0, {{.*}}%[[A0]]#8, %[[A1]]#0, {{.*}}, %[[A2]]#8) : {{.*}} -> tensor<27xi64>
// CHECK-NEXT: "flow.dispatch"(%[[TABLE]]) <{entry_points = [@hwlock::@open], operandSegmentSizes = array<i32: 0, 1, 0, 0>
// CHECK:      "cf.assert"({{.*}}) <{msg = "hwlock: a device that the model is bound to cannot be reached
module {
  hwlock.vault @v policy error
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
      mac "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" {
    hwlock.slot @class id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    hwlock.slot @device id "a1a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<machine_id, tpm2> probes [] helper "" binding "0300010203010004"
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    hwlock.slot @owner id "a2a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<owner> probes [] helper "" binding "020007ff"
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    hwlock.slot @other id "a3a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<plugin> probes [] helper "" binding "020005ff"
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    hwlock.sealed @w : tensor<2x2xf32> chain [#hwlock.aes<128>]
        order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]>
          : tensor<16xi8>
        tags dense<[9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6]>
          : tensor<16xi8>
  }
  func.func @main() -> tensor<2x2xf32> {
    %key = hwlock.open @v : !hwlock.key
    %w = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
    return %w : tensor<2x2xf32>
  }
}
