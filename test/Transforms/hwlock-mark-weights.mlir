// RUN: hwlock-opt %s --hwlock-mark-weights 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.remarks

module {
  // The example of the description.
  // CHECK-LABEL: func @example
  func.func @example() -> (tensor<2xf32>, tensor<2xf32>) {
    // CHECK: arith.constant {hwlock.seal_as = "w0"} dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
    %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    // CHECK: arith.constant dense<0.000000e+00> : tensor<2xf32>
    %z = arith.constant dense<0.0> : tensor<2xf32>
    return %w, %z : tensor<2xf32>, tensor<2xf32>
  }

  // One value is one weight, in one function or in two; type and value count.
  // CHECK-LABEL: func @shared
  func.func @shared() {
    // CHECK-COUNT-2: arith.constant {hwlock.seal_as = "w0"}
    %0 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    %1 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    // CHECK: arith.constant {hwlock.seal_as = "w1"} {{.*}} tensor<1x2xf32>
    %2 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    // CHECK-COUNT-2: arith.constant {hwlock.seal_as = "w2"} dense_resource<r>
    %3 = arith.constant dense_resource<r> : tensor<4xi8>
    %4 = arith.constant dense_resource<r> : tensor<4xi8>
    return
  }

  // CHECK-LABEL: func @types
  func.func @types() {
    // CHECK: {hwlock.seal_as = "w3"} {{.*}} tensor<2xi8>
    %0 = arith.constant dense<[1, 2]> : tensor<2xi8>
    // CHECK: {hwlock.seal_as = "w4"} {{.*}} tensor<2xbf16>
    %1 = arith.constant dense<[1.0, 2.0]> : tensor<2xbf16>
    // CHECK: {hwlock.seal_as = "w5"} {{.*}} tensor<2xf16>
    %2 = arith.constant dense<[1.0, 2.0]> : tensor<2xf16>
    // CHECK: {hwlock.seal_as = "w6"} {{.*}} tensor<2xf64>
    %3 = arith.constant dense<[1.0, 2.0]> : tensor<2xf64>
    // CHECK: {hwlock.seal_as = "w7"} {{.*}} tensor<2xi64>
    %4 = arith.constant dense<[1, 2]> : tensor<2xi64>
    // CHECK: {hwlock.seal_as = "w8"} {{.*}} tensor<2xf8E4M3FN>
    %5 = arith.constant dense<[1.0, 2.0]> : tensor<2xf8E4M3FN>
    return
  }

  // CHECK-LABEL: func @clear
  // CHECK-NOT: seal_as
  func.func @clear(%x: tensor<4xf32>) -> tensor<2x2xf32> {
    %0 = arith.constant 1.0 : f32
    %1 = arith.constant dense<1.0> : tensor<f32>
    %2 = arith.constant dense_resource<r> : tensor<1xf32>
    %3 = arith.constant dense<> : tensor<0xf32>
    %4 = arith.constant dense<[1, 2]> : tensor<2xindex>
    %5 = arith.constant dense<[true, false]> : tensor<2xi1>
    %6 = arith.constant dense<7> : tensor<4xi8>
    %7 = arith.constant dense<2> : tensor<3xi8>
    %shape = arith.constant dense<[2, 3]> : tensor<2xi32>
    %8 = tensor.reshape %x(%shape) : (tensor<4xf32>, tensor<2xi32>) -> tensor<2x2xf32>
    return %8 : tensor<2x2xf32>
  }

  // A shape that is read as data as well is data.
  // CHECK-LABEL: func @shape_and_data
  func.func @shape_and_data(%x: tensor<4xf32>) -> (tensor<4x1xf32>, tensor<2xi32>) {
    // CHECK: {hwlock.seal_as = "w9"} dense<[4, 1]>
    %shape = arith.constant dense<[4, 1]> : tensor<2xi32>
    %0 = tensor.reshape %x(%shape) : (tensor<4xf32>, tensor<2xi32>) -> tensor<4x1xf32>
    return %0, %shape : tensor<4x1xf32>, tensor<2xi32>
  }
}

// REMARK:      remark: left in the clear, splat: 3 (tensor<2xf32>, tensor<4xi8>, tensor<3xi8>)
// REMARK:      remark: left in the clear, scalar: 2 (tensor<f32>, tensor<1xf32>)
// REMARK:      remark: left in the clear, empty: 1 (tensor<0xf32>)
// REMARK:      remark: left in the clear, index: 1 (tensor<2xindex>)
// REMARK:      remark: left in the clear, boolean mask: 1 (tensor<2xi1>)
// REMARK:      remark: left in the clear, shape: 1 (tensor<2xi32>)
// REMARK-NOT:  remark:

{-#
  dialect_resources: { builtin: { r: "0x0400000041424344" } }
#-}
