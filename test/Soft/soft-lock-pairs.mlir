// The option pairs of hwlock-soft-lock: locks for what hwlock-out-mix alone would take.
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=NONE
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=1 pairs=flip" 2>&1 >/dev/null | FileCheck %s --check-prefix=FLIP
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=1 pairs=split" 2>&1 >/dev/null | FileCheck %s --check-prefix=SPLIT
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=1 pairs=flip,split" 2>&1 >/dev/null | FileCheck %s --check-prefix=BOTH
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=1 pairs=split,flip" 2>&1 >/dev/null | FileCheck %s --check-prefix=BOTH
// What follows the largest seed is not drawn anew.
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=18446744073709551615 pairs=flip,split" -o %t.first 2>/dev/null
// RUN: hwlock-opt %s --hwlock-soft-lock="seed=18446744073709551615 pairs=flip,split" -o %t.second 2>/dev/null
// RUN: diff %t.first %t.second
// Words that are not known, and options.
// RUN: not hwlock-opt %s --hwlock-soft-lock="pairs=flip,turn" 2>&1 | FileCheck %s --check-prefix=WORD
// WORD: error: unknown value 'turn' of option 'pairs', expected 'flip' or 'split'
// RUN: not hwlock-opt %s --hwlock-soft-lock="pair=flip" 2>&1 | FileCheck %s --check-prefix=OPTION
// OPTION: the options of hwlock-soft-lock; they are resist, seed and pairs

#id = affine_map<(d0, d1) -> (d0, d1)>

// SiLU lies before the second layer, tanh before the third.
// NONE-NOT: remark: {{flipped|split}}
// NONE: remark: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'main'
// NONE: remark: not mixed behind: the output of 2 layer(s) of 'main': mixing it costs too many multiplications
// FLIP: remark: flipped the outputs of 1 layer(s), 4 channel(s), of 'main'
// FLIP-NOT: remark: split
// FLIP: remark: mixed behind the outputs of 1 layer(s), 2 channel(s), of 'main'
// FLIP: remark: not mixed behind: the output of 2 layer(s) of 'main': a soft lock before rewrites its weight already
// SPLIT-NOT: remark: flipped
// SPLIT: remark: split the outputs of 3 layer(s), 10 channel(s), of 'main'
// Each is two layers then.
// SPLIT: remark: not mixed behind: the output of 6 layer(s) of 'main': a soft lock before rewrites its weight already
// BOTH: remark: flipped the outputs of 1 layer(s), 4 channel(s), of 'main'
// BOTH: remark: split the outputs of 1 layer(s), 2 channel(s), of 'main'
// BOTH: remark: not split: the output of 2 layer(s) of 'main': a soft lock before rewrites its weight already
// BOTH: remark: not mixed behind: the output of 4 layer(s) of 'main': a soft lock before rewrites its weight already
func.func @main(%x: tensor<2x3xf32>) -> tensor<2x2xf32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %w = arith.constant dense<[[0.68, 0.01, -0.49, -0.23], [-0.39, 0.01, -0.26, -0.21], [-0.97, -0.56, 1.16, -0.47]]> : tensor<3x4xf32>
  %v = arith.constant dense<[[-0.15, -0.44, 0.3, 0.2], [-1.23, 0.51, 0.1, -0.4], [-0.02, 0.05, 0.7, 0.6], [-0.53, 0.32, -0.8, 0.9]]> : tensor<4x4xf32>
  %u = arith.constant dense<[[0.25, -1.5], [0.75, 0.5], [-0.3, 0.4], [1.1, 0.2]]> : tensor<4x2xf32>
  %e = tensor.empty() : tensor<2x4xf32>
  %i = linalg.fill ins(%zero : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<2x3xf32>, tensor<3x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %n = arith.negf %a : f32
    %p = math.exp %n : f32
    %d = arith.addf %p, %one : f32
    %s = arith.divf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<2x4xf32>
  %2 = linalg.matmul ins(%1, %v : tensor<2x4xf32>, tensor<4x4xf32>) outs(%i : tensor<2x4xf32>) -> tensor<2x4xf32>
  %3 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) {
  ^bb0(%a: f32, %out: f32):
    %t = math.tanh %a : f32
    linalg.yield %t : f32
  } -> tensor<2x4xf32>
  %e1 = tensor.empty() : tensor<2x2xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<2x2xf32>) -> tensor<2x2xf32>
  %4 = linalg.matmul ins(%3, %u : tensor<2x4xf32>, tensor<4x2xf32>) outs(%i1 : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %4 : tensor<2x2xf32>
}
