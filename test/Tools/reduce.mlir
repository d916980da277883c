// The reducer knows the dialect: what has nothing to do with @bias goes.
// RUN: hwlock-reduce %s --reduction-tree='traversal-mode=0 test=%S/Inputs/still-unseals-bias.sh' \
// RUN:   | FileCheck %s

// CHECK:     hwlock.vault @v
// CHECK:     func.func @main
// CHECK:       hwlock.unseal %{{.*}}, @v::@bias
// CHECK-NOT: @unrelated

hwlock.vault @v policy garbage id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
  hwlock.slot @s id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<clock> probes [] helper "" wrapped "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
  hwlock.sealed @bias : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" = dense<0> : tensor<8xi8>
}
func.func @main() -> tensor<2xf32> {
  %key = hwlock.open @v : !hwlock.key
  %bias = hwlock.unseal %key, @v::@bias : tensor<2xf32>
  return %bias : tensor<2xf32>
}
func.func @unrelated(%a: f32) -> f32 {
  %0 = arith.addf %a, %a : f32
  return %0 : f32
}
func.func @unrelated_too(%a: f32) -> f32 {
  %0 = arith.addf %a, %a : f32
  return %0 : f32
}
