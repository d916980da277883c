// RUN: hwlock-opt %s --hwlock-to-iree --split-input-file --mlir-print-op-generic | FileCheck %s
// RUN: hwlock-opt %s --hwlock-to-iree=parameters=%t.irpa --split-input-file --mlir-print-op-generic \
// RUN:   | FileCheck %s --check-prefix=ARCHIVE

// A module without a vault keeps its constants, booleans in another form.
// CHECK-LABEL: sym_name = "unlocked"
// CHECK:       value = dense<[1.000000e+00, 2.000000e+00]>
// CHECK:       %[[BYTES:.*]] = "arith.constant"() <{value = dense<[1, 0, 0, 1]> : tensor<4xi8>}>
// CHECK:       %[[BITS:.*]] = "arith.trunci"(%[[BYTES]]) {{.*}}: (tensor<4xi8>) -> tensor<4xi1>
// CHECK:       value = dense<true> : tensor<4xi1>
// CHECK:       "func.return"(%{{.*}}, %[[BITS]],
module @unlocked {
  func.func @main() -> (tensor<2xf32>, tensor<4xi1>, tensor<4xi1>) {
    %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    %mask = arith.constant dense<[true, false, false, true]> : tensor<4xi1>
    %all = arith.constant dense<true> : tensor<4xi1>
    return %w, %mask, %all : tensor<2xf32>, tensor<4xi1>, tensor<4xi1>
  }
}

// -----

// CHECK-LABEL: sym_name = "locked"
// CHECK-NOT:   hwlock.vault
// CHECK-NOT:   hwlock.open
// CHECK-NOT:   hwlock.unseal
module @locked {
  // One decoder with two exports; the calls go to bitcode.
  // CHECK:      "stream.executable"() <{sym_name = "hwlock", sym_visibility = "private"}>
  // CHECK:      "stream.executable.export"() <{function_ref = @open, sym_name = "open"}>
  // CHECK:      "stream.executable.export"() <{function_ref = @unseal, sym_name = "unseal"}>
  // CHECK:      "func.func"() <{function_type = (memref<i8>, index, memref<i8>, index) -> (), sym_name = "hwlock_iree_open", sym_visibility = "private"}>
  // CHECK:      hal.executable.objects = [#hal.executable.object<{path = "hwlock.bc", data = dense<"0x4243C0DE
  // CHECK-SAME: hal.import.static, llvm.bareptr = true
  // CHECK:      "func.call"({{.*}}) <{callee = @hwlock_iree_open}>
  // CHECK:      "func.call"({{.*}}) <{callee = @hwlock_iree_unseal}>
  // CHECK:      "stream.executable.end"

  // The barrier keeps constant evaluation from baking in what the key opens; a
  // status stops the load.
  // CHECK:      "util.global"() <{sym_name = "hwlock.key", sym_visibility = "private", type = tensor<32xi8>}>
  // CHECK-NEXT: "util.initializer"() <{function_type = () -> ()}>
  // CHECK:      %[[OPEN:.*]]:2 = "flow.dispatch"() <{entry_points = [@hwlock::@open], operandSegmentSizes = array<i32: 0, 0, 0, 0>, tied_operands = [-1 : index, -1 : index]}> : () -> (tensor<32xi8>, tensor<1xi32>)
  // CHECK:      "flow.tensor.load"(%[[OPEN]]#1,
  // CHECK:      "cf.assert"({{.*}}) <{msg = "hwlock: this machine is not authorised
  // CHECK:      %[[KEY:.*]] = "util.optimization_barrier"(%[[OPEN]]#0)
  // CHECK-NEXT: "util.global.store"(%[[KEY]]) <{global = @hwlock.key}>

  // CHECK:      "util.global"() <{sym_name = "hwlock.weight.w", sym_visibility = "private", type = tensor<2x2xf32>}>
  // CHECK-NEXT: "util.initializer"
  // CHECK:      value = dense<[17, 2, -9,
  // CHECK:      value = dense<[9, 8, 7,
  // CHECK:      %[[LOADED:.*]] = "util.global.load"() <{global = @hwlock.key}> : () -> tensor<32xi8>
  // CHECK:      %[[PLAIN:.*]]:3 = "flow.dispatch"({{.*}}%[[LOADED]]{{.*}}) <{entry_points = [@hwlock::@unseal], operandSegmentSizes = array<i32: 0, 8, 0, 0>
  // CHECK-SAME: -> (tensor<2x2xf32>, tensor<1xi32>, tensor<16xi8>)
  // CHECK:      "flow.tensor.load"(%[[PLAIN]]#1,
  // CHECK:      "cf.assert"({{.*}}) <{msg = "hwlock: the model was changed
  // CHECK:      "util.global.store"(%[[PLAIN]]#0) <{global = @hwlock.weight.w}>
  hwlock.vault @v policy error
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
      mac "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    hwlock.sealed @w : tensor<2x2xf32> chain [#hwlock.aes<128>]
        order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]>
          : tensor<16xi8>
        tags dense<[9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6]>
          : tensor<16xi8>
  }

  // The example of the description.
  // CHECK:      sym_name = "main"
  // CHECK-NEXT: %[[W:.*]] = "util.global.load"() <{global = @hwlock.weight.w}> : () -> tensor<2x2xf32>
  // CHECK-NEXT: "func.return"(%[[W]])
  func.func @main() -> tensor<2x2xf32> {
    %key = hwlock.open @v : !hwlock.key
    %w = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
    return %w : tensor<2x2xf32>
  }
}

// -----

// Nothing tells a wrong key under garbage: no assertion, and no tags. Scratch
// memory is as large as the chain needs.
// CHECK-LABEL: sym_name = "garbage"
// ARCHIVE-LABEL: sym_name = "garbage"
// ARCHIVE:       "util.global"() <{initial_value = #stream.parameter.named<"hwlock"::"w"> : tensor<16xi8>, sym_name = "hwlock.sealed.w", sym_visibility = "private", type = tensor<16xi8>}>
// ARCHIVE-NOT:   dense<[17
// ARCHIVE:       %[[SEALED:.*]] = "util.global.load"() <{global = @hwlock.sealed.w}> : () -> tensor<16xi8>
// ARCHIVE:       "flow.dispatch"(%[[SEALED]],
// CHECK-NOT:   cf.assert
// CHECK:       "flow.dispatch"({{.*}}) <{entry_points = [@hwlock::@unseal]
// CHECK-SAME:  -> (tensor<2x2xf32>, tensor<1xi32>, tensor<{{[1-9][0-9][0-9][0-9][0-9]+}}xi8>)
// CHECK-NOT:   cf.assert
module @garbage {
  hwlock.vault @v policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
    hwlock.sealed @w : tensor<2x2xf32> chain [#hwlock.shuffle, #hwlock.aes<128>]
        order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]> : tensor<16xi8>
  }
  func.func @main() -> tensor<2x2xf32> {
    %key = hwlock.open @v : !hwlock.key
    %w = hwlock.unseal %key, @v::@w : tensor<2x2xf32>
    return %w : tensor<2x2xf32>
  }
}
