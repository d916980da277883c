// RUN: hwlock-test-profile %t.hwp
// RUN: hwlock-opt %s --hwlock-seal=profile=%t.hwp -o %t.error 2>%t.remarks
// RUN: FileCheck %s --check-prefixes=CHECK,ERROR --input-file %t.error
// RUN: FileCheck %s --check-prefixes=REMARK --input-file %t.remarks
// RUN: hwlock-opt %s --hwlock-seal="profile=%t.hwp on-mismatch=garbage fingerprint=precision" -o %t.garbage 2>%t.remarks
// RUN: FileCheck %s --check-prefixes=CHECK,GARBAGE --input-file %t.garbage
// RUN: FileCheck %s --check-prefixes=REMARK-GARBAGE --input-file %t.remarks

// The made-up machine kept only chains of even identifiers; precision has none.
// RUN: hwlock-opt %s --hwlock-seal="profile=%t.hwp on-mismatch=garbage" -o /dev/null 2>&1 | FileCheck %s --check-prefix=DOUBTFUL
// RUN: not grep -q warning %t.remarks
// DOUBTFUL:      warning: {{[0-9]+}} chains of the clock that the policy garbage reads were not stable
// DOUBTFUL-NEXT: note: enrol again {{.*}}; not stable: mul64hi, {{.*}}

// Keys and ciphertext differ each time.
// RUN: hwlock-opt %s --hwlock-seal=profile=%t.hwp 2>/dev/null | not diff -q %t.error -

// REMARK: remark: class-bound: about 4 bits, some 20 guesses for who knows the latency tables of common CPUs{{$}}
// REMARK-GARBAGE: remark: class-bound: about 2 bits, {{.*}}; an inference checks one guess

// ERROR:   hwlock.vault @vault policy error id "{{([0-9a-f]{64})}}" mac "{{([0-9a-f]{64})}}" {
// ERROR-NEXT:   hwlock.slot @s0 id "{{([0-9a-f]{32})}}" sources<clock, precision> probes [0, 2, {{.*}}] helper "{{[0-9a-f]+}}" wrapped "{{([0-9a-f]{64})}}" tag "{{([0-9a-f]{64})}}"
// ERROR-NEXT:   hwlock.sealed @w0 : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "{{([0-9a-f]{32})}}" = dense_resource<hwlock_w0> : tensor<8xi8> tags dense_resource<hwlock_w0_tags> : tensor<16xi8>
// ERROR-NEXT:   hwlock.sealed @w1 : tensor<4xi8> {{.*}} = dense_resource<hwlock_w1_1> : tensor<4xi8> tags
// ERROR-NEXT: }

// GARBAGE: hwlock.vault @vault policy garbage id "{{([0-9a-f]{64})}}" {
// GARBAGE-NEXT: hwlock.slot @s0 id "{{([0-9a-f]{32})}}" sources<precision> probes [] helper "" wrapped "{{([0-9a-f]{64})}}"{{$}}
// GARBAGE-NEXT: hwlock.sealed @w0 : {{.*}} = dense_resource<hwlock_w0> : tensor<8xi8>{{$}}
// GARBAGE-NEXT: hwlock.sealed @w1 : {{.*}} = dense_resource<hwlock_w1_1> : tensor<4xi8>{{$}}
// GARBAGE-NEXT: }

// Marked constants stay until hwlock-insert-open.
// CHECK-LABEL: func @main
func.func @main() {
  // CHECK-COUNT-2: arith.constant {hwlock.seal_as = "w0"}
  %w = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
  %same = arith.constant {hwlock.seal_as = "w0"} dense<[1.0, 2.0]> : tensor<2xf32>
  // The name of a resource that the model has already is not taken.
  %r = arith.constant {hwlock.seal_as = "w1"} dense_resource<hwlock_w1> : tensor<4xi8>
  return
}

// CHECK: dialect_resources
// CHECK: hwlock_w0: "0x10000000{{([0-9A-F]{16})}}"
// ERROR: hwlock_w0_tags: "0x10000000{{([0-9A-F]{32})}}"
// GARBAGE-NOT: tags

{-#
  dialect_resources: { builtin: { hwlock_w1: "0x0100000041424344" } }
#-}
