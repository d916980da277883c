// RUN: hwlock-opt %s --hwlock-import-parameters=parameters=model=%S/Inputs/pair.safetensors | FileCheck %s

// The example of the description.
// CHECK-LABEL: module @example
// CHECK-NOT:   util.global
// CHECK:       func @main
// CHECK-NEXT:    %[[W:.*]] = arith.constant dense_resource<w> : tensor<2xf32>
// CHECK-NEXT:    return %[[W]]
module @example {
  "util.global"() <{initial_value = #stream.parameter.named<"model"::"w"> : tensor<2xf32>,
      sym_name = "w", sym_visibility = "private", type = tensor<2xf32>}> : () -> ()
  func.func @main() -> tensor<2xf32> {
    %w = "util.global.load"() <{global = @w}> : () -> tensor<2xf32>
    return %w : tensor<2xf32>
  }

  // What is no parameter stays.
  // CHECK: "util.global"() <{initial_value = 1 : i32, sym_name = "n", type = i32}>
  // CHECK: "util.global.load"() <{global = @n}>
  "util.global"() <{initial_value = 1 : i32, sym_name = "n", type = i32}> : () -> ()
  func.func private @other() -> i32 {
    %n = "util.global.load"() <{global = @n}> : () -> i32
    return %n : i32
  }
}

// The bytes of 1.0 and 2.0, behind the alignment.
// CHECK: w: "0x{{[0-9]+}}0000803F00000040"
