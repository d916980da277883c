// Which side of a layer norm is amplified: two linear layers behind it, which
// hwlock-head-mix could mix, as it could query and key.
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1 beside-head-mix=true" --hwlock-head-mix=seed=1 --hwlock-ln-null-out=seed=1 2>&1 >/dev/null | FileCheck %s --enable-var-scope
// RUN: hwlock-opt %s --hwlock-ln-null-in=seed=1 --hwlock-head-mix=seed=1 --hwlock-ln-null-out=seed=1 2>&1 >/dev/null | FileCheck %s --enable-var-scope --check-prefix=ALL
// The other way around what is mixed is not shifted.
// RUN: hwlock-opt %s --hwlock-head-mix=seed=1 --hwlock-ln-null-in="seed=1 beside-head-mix=true" 2>&1 >/dev/null | FileCheck %s --enable-var-scope --check-prefix=AROUND
// Less is added where heads are shifted.
// RUN: hwlock-opt %s --hwlock-ln-null-in=seed=1 -o %t.given 2>/dev/null
// RUN: hwlock-opt %s --hwlock-ln-null-in="seed=1 factor=240" -o %t.same 2>/dev/null
// RUN: cmp %t.given %t.same
// What rewrites a weight without looking multiplies.
// RUN: hwlock-opt %s --hwlock-ln-null-in=seed=1 --hwlock-head-mix="seed=1 beside-others=false" 2>&1 >/dev/null | FileCheck %s --enable-var-scope --check-prefix=BLIND

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// BLIND: mixed the outputs of 1 layer(s), 2 channel(s), of 'before_norm'
// BLIND: mixed the outputs of 1 layer(s), 2 channel(s), of 'behind_norm'
// AROUND: not shifted before: the output of 1 layer(s) of 'before_norm': a soft lock before rewrites its weight already
// AROUND: not shifted before: the output of 1 layer(s) of 'behind_norm': a soft lock before rewrites its weight already
module {
  // The residual stream is returned, so that nothing can be added to it: the norm
  // is amplified behind.
  // CHECK: shifted before the outputs of 1 layer(s), 2 channel(s), of 'before_norm'
  // CHECK: not shifted before: the output of 1 layer(s) of 'before_norm': its input is not known to be centred
  // ALL: shifted before the outputs of 1 layer(s), 2 channel(s), of 'before_norm'
  func.func @before_norm(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
    %wa = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    %wb = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %wc = arith.constant dense<[[1.0, 2.0], [3.0, 5.0]]> : tensor<2x2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e1 = tensor.empty() : tensor<3xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<3xf32>) -> tensor<3xf32>
    %e = tensor.empty() : tensor<3x2xf32>
    %f = linalg.fill ins(%zero : f32) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x2xf32>) outs(%i1 : tensor<3xf32>) {
    ^bb0(%in: f32, %out: f32):
      %a = arith.addf %in, %out : f32
      linalg.yield %a : f32
    } -> tensor<3xf32>
    %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %sum : tensor<3x2xf32>, tensor<3xf32>) outs(%e : tensor<3x2xf32>) {
    ^bb0(%in: f32, %t: f32, %out: f32):
      %mean = arith.divf %t, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<3x2xf32>
    %h = linalg.matmul ins(%n, %wa : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
    %y = linalg.matmul ins(%h, %wb : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
    %r = linalg.add ins(%x, %y : tensor<3x2xf32>, tensor<3x2xf32>) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
    return %r : tensor<3x2xf32>
  }

  // What a layer makes meets a norm and nothing else: that is amplified in front,
  // and behind it both layers are mixed.
  // CHECK: not shifted before: the output of 1 layer(s) of 'behind_norm': hwlock-head-mix takes its weight, and hwlock-ln-null-out what its layer norm reads
  // ALL: shifted before the outputs of 1 layer(s), 2 channel(s), of 'behind_norm'
  // CHECK: not mixed: the output of 1 layer(s) of 'before_norm': a soft lock before rewrites its weight already
  // ALL: not mixed: the output of 1 layer(s) of 'before_norm': a soft lock before rewrites its weight already
  // CHECK: mixed the outputs of 1 layer(s), 2 channel(s), of 'behind_norm'
  // ALL: not mixed: the output of 1 layer(s) of 'behind_norm': a soft lock before rewrites its weight already
  // CHECK: shifted the outputs of 1 layer(s), 2 channel(s), of 'behind_norm'
  // ALL: not shifted: the output of 1 layer(s) of 'behind_norm': hwlock-ln-null-in amplifies what reads the same layer norm
  func.func @behind_norm(%x: tensor<3x2xf32>) -> tensor<3x2xf32> {
    %wa = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    %wb = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
    %wc = arith.constant dense<[[1.0, 2.0], [3.0, 5.0]]> : tensor<2x2xf32>
    %zero = arith.constant 0.0 : f32
    %two = arith.constant 2.0 : f32
    %e1 = tensor.empty() : tensor<3xf32>
    %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<3xf32>) -> tensor<3xf32>
    %e = tensor.empty() : tensor<3x2xf32>
    %f = linalg.fill ins(%zero : f32) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
    %z = linalg.matmul ins(%x, %wc : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
    %sum = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]} ins(%z : tensor<3x2xf32>) outs(%i1 : tensor<3xf32>) {
    ^bb0(%in: f32, %out: f32):
      %a = arith.addf %in, %out : f32
      linalg.yield %a : f32
    } -> tensor<3xf32>
    %n = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]} ins(%z, %sum : tensor<3x2xf32>, tensor<3xf32>) outs(%e : tensor<3x2xf32>) {
    ^bb0(%in: f32, %t: f32, %out: f32):
      %mean = arith.divf %t, %two : f32
      %d = arith.subf %in, %mean : f32
      linalg.yield %d : f32
    } -> tensor<3x2xf32>
    %h = linalg.matmul ins(%n, %wa : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
    %y = linalg.matmul ins(%h, %wb : tensor<3x2xf32>, tensor<2x2xf32>) outs(%f : tensor<3x2xf32>) -> tensor<3x2xf32>
    return %y : tensor<3x2xf32>
  }
}
