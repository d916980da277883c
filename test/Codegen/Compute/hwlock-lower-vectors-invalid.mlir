// What hwlock-lower-vectors leaves alone: functions that it has no polynomial
// for, and scalable vectors.
// RUN: hwlock-opt %s --hwlock-lower-vectors | FileCheck %s

// CHECK-LABEL: func.func @no_polynomial
// CHECK:         math.sin
// CHECK:         math.powf
func.func @no_polynomial(%x: vector<4xf32>) -> vector<4xf32> {
  %s = math.sin %x : vector<4xf32>
  %p = math.powf %s, %x : vector<4xf32>
  return %p : vector<4xf32>
}

// CHECK-LABEL: func.func @double
// CHECK:         math.exp %{{.*}} : vector<4xf64>
func.func @double(%x: vector<4xf64>) -> vector<4xf64> {
  %y = math.exp %x : vector<4xf64>
  return %y : vector<4xf64>
}
