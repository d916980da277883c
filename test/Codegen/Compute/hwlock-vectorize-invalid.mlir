// What hwlock-vectorize leaves alone, for hwlock-lower-scalar-loops to report.
// RUN: hwlock-opt %s --hwlock-vectorize | FileCheck %s
// CHECK-NOT: vector.transfer

// CHECK-LABEL: func.func @dynamic
// CHECK:         linalg.exp
func.func @dynamic(%x: tensor<?xf32>, %o: tensor<?xf32>) -> tensor<?xf32> {
  %y = linalg.exp ins(%x : tensor<?xf32>) outs(%o : tensor<?xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}

// Too large to become one vector.
// CHECK-LABEL: func.func @large
// CHECK:         linalg.exp
func.func @large(%x: tensor<65536xf32>, %o: tensor<65536xf32>) -> tensor<65536xf32> {
  %y = linalg.exp ins(%x : tensor<65536xf32>) outs(%o : tensor<65536xf32>) -> tensor<65536xf32>
  return %y : tensor<65536xf32>
}

// A vector of i1 is packed bits, a tensor of them is bytes.
// CHECK-LABEL: func.func @booleans
// CHECK:         linalg.map
func.func @booleans(%x: tensor<8xi1>, %y: tensor<8xi1>, %o: tensor<8xi1>) -> tensor<8xi1> {
  %z = linalg.map { arith.andi } ins(%x, %y : tensor<8xi1>, tensor<8xi1>) outs(%o : tensor<8xi1>)
  return %z : tensor<8xi1>
}
