// What is locked and what is not, for programs: MLIR's remarks as YAML. Without
// a filter the file is empty; the diagnostics are always there. The file's name
// is relative because YAML breaks lines where a long one ends.
// RUN: hwlock-test-profile %t.hwp
// RUN: cd %S
// RUN: hwlock-opt remarks.mlir --lock-model="profile=%t.hwp on-mismatch=garbage" -o /dev/null \
// RUN:   --remark-format=yaml --remarks-output-file=%t.yaml 2>&1 | FileCheck %s --check-prefix=TEXT
// RUN: not grep . %t.yaml
// RUN: hwlock-opt remarks.mlir --lock-model="profile=%t.hwp on-mismatch=garbage" -o /dev/null \
// RUN:   --remark-format=yaml --remarks-output-file=%t.yaml --remarks-filter='hwlock-.*' 2>&1 \
// RUN:   | FileCheck %s --check-prefix=TEXT
// RUN: FileCheck %s --input-file %t.yaml

// One kind alone.
// RUN: hwlock-opt remarks.mlir --lock-model=profile=%t.hwp -o /dev/null --remark-format=yaml \
// RUN:   --remarks-output-file=%t.missed.yaml --remarks-filter-missed=hwlock-mark-weights
// RUN: grep -c '^--- ' %t.missed.yaml | FileCheck %s --check-prefix=MISSED
// MISSED: {{^}}2{{$}}

// TEXT-DAG: remark: left in the clear, splat: 1 (tensor<4xf32>)
// TEXT-DAG: remark: left in the clear, scalar: 1 (tensor<f32>)
// TEXT:     remark: class-bound: {{.*}}; an inference checks one guess

//      CHECK:--- !Missed
// CHECK-NEXT:Pass:            hwlock-mark-weights
// CHECK-NEXT:Name:            LeftInTheClear
// CHECK-NEXT:DebugLoc:        { File: remarks.mlir,
// CHECK-SAME: Line: [[#@LINE+36]], Column: 8 }
// CHECK-NEXT:Function:        main
// CHECK-NEXT:Args:
// CHECK-NEXT:  - Reason:          splat
// CHECK-NEXT:  - Type:            'tensor<4xf32>'
// CHECK-NEXT:...
//      CHECK:--- !Missed
//      CHECK:Function:        helper
//      CHECK:  - Reason:          scalar
//      CHECK:--- !Passed
// CHECK-NEXT:Pass:            hwlock-seal
// CHECK-NEXT:Name:            WeightSealed
// CHECK-NEXT:DebugLoc:        { File: remarks.mlir,
// CHECK-SAME: Line: [[#@LINE+22]], Column: 8 }
//      CHECK:Args:
// CHECK-NEXT:  - Weight:          w0
// CHECK-NEXT:  - Type:            'tensor<4xf32>'
// CHECK-NEXT:  - Bytes:           '16'
//      CHECK:--- !Passed
//      CHECK:  - Weight:          w1
// CHECK-NEXT:  - Type:            'tensor<2x2xf16>'
// CHECK-NEXT:  - Bytes:           '8'
//      CHECK:--- !Analysis
// CHECK-NEXT:Pass:            hwlock-seal
// CHECK-NEXT:Name:            GuessingCost
//      CHECK:Args:
// CHECK-NEXT:  - Policy:          garbage
// CHECK-NEXT:  - Slots:           '1'
// CHECK-NEXT:  - Cost:            'class-bound: {{.*}}; an inference checks one guess'
//  CHECK-NOT:--- !{{.*}}

// No value of a weight is in a remark.
// RUN: not grep -e '1.25' -e '1.250000' %t.yaml

func.func @main(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %w = arith.constant dense<[1.25, 2.5, 3.75, -1.0]> : tensor<4xf32>
  %z = arith.constant dense<0.0> : tensor<4xf32>
  %y = arith.addf %x, %w : tensor<4xf32>
  return %y, %z : tensor<4xf32>, tensor<4xf32>
}
func.func private @helper() -> (tensor<2x2xf16>, tensor<f32>) {
  %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf16>
  %s = arith.constant dense<5.0> : tensor<f32>
  return %w, %s : tensor<2x2xf16>, tensor<f32>
}
