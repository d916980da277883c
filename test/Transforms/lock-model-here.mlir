// Without a profile the machine that locks is enrolled. The only lit test that
// measures.
// RUN: hwlock-opt %s --lock-model | FileCheck %s

// CHECK: hwlock.slot @s0 id "{{.*}}" sources<clock, precision> probes [{{[0-9]+}},
// CHECK: hwlock.unseal
func.func @main() -> tensor<2xf32> {
  %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  return %w : tensor<2xf32>
}
