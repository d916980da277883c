// A refusal leaves no output file.
// RUN: hwlock-test-profile %t.hwp
// RUN: rm -f %t.out
// RUN: not hwlock-opt %s --lock-model=profile=%t.hwp -o %t.out 2>&1 | FileCheck %s
// RUN: not ls %t.out

// CHECK: error: the bytes of resource '__elided__' are missing; was the model printed with elided constants?
func.func @main() -> tensor<4xf32> {
  %w = arith.constant dense_resource<__elided__> : tensor<4xf32>
  return %w : tensor<4xf32>
}
