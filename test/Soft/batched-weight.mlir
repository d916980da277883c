// A weight that is repeated for each sample of a batch, as imports of ONNX have it for
// products of three axes: its channels are those of one sample.
// RUN: hwlock-opt %s --hwlock-po2-scale=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=SCALE
// RUN: hwlock-opt %s "--hwlock-out-mix=seed=1 max-cost=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=MIX
// RUN: hwlock-opt %s --hwlock-pos-mix=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=BEFORE
// RUN: hwlock-opt %s --hwlock-split-pair=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=SPLIT
// RUN: hwlock-opt %s "--hwlock-flip-pair=seed=1 fraction=1" 2>&1 >/dev/null | FileCheck %s --check-prefix=FLIP
// RUN: hwlock-opt %s --hwlock-ln-null-in=seed=1 2>&1 >/dev/null | FileCheck %s --check-prefix=NORM

#matrix = affine_map<(d0, d1, d2) -> (d1, d2)>
#row = affine_map<(d0, d1, d2) -> (d2)>
#all = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// SCALE: remark: scaled the outputs of 1 layer(s), 8 channel(s), of 'two_layers'
// MIX: remark: mixed behind the outputs of 2 layer(s), 12 channel(s), of 'two_layers'
// BEFORE: remark: mixed before the outputs of 1 layer(s), 4 channel(s), of 'two_layers'
func.func @two_layers(%x: tensor<3x5x4xf32>) -> tensor<3x5x4xf32> {
  %w0 = arith.constant dense<[[0.5, -1.0, 2.0, 0.25, 1.5, -0.5, 0.75, 1.0], [1.0, 0.5, -0.25, 2.0, -1.0, 1.25, 0.5, -0.75], [-0.5, 1.5, 1.0, -1.0, 0.25, 0.5, -2.0, 1.0], [0.75, 0.25, -0.5, 1.0, 2.0, -1.0, 0.5, 0.25]]> : tensor<4x8xf32>
  %b0 = arith.constant dense<[0.5, -0.5, 0.25, 1.0, -1.0, 0.75, 0.5, -0.25]> : tensor<8xf32>
  %w1 = arith.constant dense<[[1.0, -0.5, 0.25, 2.0], [0.5, 1.0, -1.0, 0.75], [-0.25, 0.5, 1.5, -1.0], [2.0, 0.25, -0.5, 1.0], [-1.0, 1.0, 0.5, 0.25], [0.75, -2.0, 1.0, 0.5], [0.25, 0.5, 1.0, -0.75], [1.0, 1.25, -0.25, 0.5]]> : tensor<8x4xf32>
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<3x4x8xf32>
  %each0 = linalg.generic {indexing_maps = [#matrix, #all], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%w0 : tensor<4x8xf32>) outs(%e0 : tensor<3x4x8xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<3x4x8xf32>
  %e1 = tensor.empty() : tensor<3x8x4xf32>
  %each1 = linalg.broadcast ins(%w1 : tensor<8x4xf32>) outs(%e1 : tensor<3x8x4xf32>) dimensions = [0]
  %h = tensor.empty() : tensor<3x5x8xf32>
  %hz = linalg.fill ins(%zero : f32) outs(%h : tensor<3x5x8xf32>) -> tensor<3x5x8xf32>
  %0 = linalg.batch_matmul ins(%x, %each0 : tensor<3x5x4xf32>, tensor<3x4x8xf32>) outs(%hz : tensor<3x5x8xf32>) -> tensor<3x5x8xf32>
  %1 = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%0, %b0 : tensor<3x5x8xf32>, tensor<8xf32>) outs(%h : tensor<3x5x8xf32>) {
  ^bb0(%in: f32, %bias: f32, %out: f32):
    %sum = arith.addf %in, %bias : f32
    %relu = arith.maximumf %sum, %zero : f32
    linalg.yield %relu : f32
  } -> tensor<3x5x8xf32>
  %y = tensor.empty() : tensor<3x5x4xf32>
  %yz = linalg.fill ins(%zero : f32) outs(%y : tensor<3x5x4xf32>) -> tensor<3x5x4xf32>
  %2 = linalg.batch_matmul ins(%1, %each1 : tensor<3x5x8xf32>, tensor<3x8x4xf32>) outs(%yz : tensor<3x5x4xf32>) -> tensor<3x5x4xf32>
  return %2 : tensor<3x5x4xf32>
}

// Also where nobody knows how many samples there are, but for locks that widen a weight.
// SPLIT: remark: split the outputs of 2 layer(s), 12 channel(s), of 'two_layers'
// SPLIT: remark: not split: the output of 1 layer(s) of 'dynamic': its weight is repeated for a dynamic batch
// FLIP: remark: not flipped: the output of 1 layer(s) of 'dynamic': its weight, or the next, is repeated for a dynamic batch
// MIX: remark: mixed behind the outputs of 1 layer(s), 4 channel(s), of 'dynamic'
func.func @dynamic(%x: tensor<?x5x4xf32>, %n: index) -> tensor<?x5x4xf32> {
  %w = arith.constant dense<[[1.0, -0.5, 0.25, 2.0], [0.5, 1.0, -1.0, 0.75], [-0.25, 0.5, 1.5, -1.0], [2.0, 0.25, -0.5, 1.0]]> : tensor<4x4xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty(%n) : tensor<?x4x4xf32>
  %each = linalg.generic {indexing_maps = [#matrix, #all], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%w : tensor<4x4xf32>) outs(%e : tensor<?x4x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<?x4x4xf32>
  %y = tensor.empty(%n) : tensor<?x5x4xf32>
  %yz = linalg.fill ins(%zero : f32) outs(%y : tensor<?x5x4xf32>) -> tensor<?x5x4xf32>
  %0 = linalg.batch_matmul ins(%x, %each : tensor<?x5x4xf32>, tensor<?x4x4xf32>) outs(%yz : tensor<?x5x4xf32>) -> tensor<?x5x4xf32>
  return %0 : tensor<?x5x4xf32>
}

#each = affine_map<(b, i, c) -> (b, i, c)>
#one_row = affine_map<(b, i, c) -> (b, i)>
#weight = affine_map<(b, k, n) -> (k, n)>
#repeated = affine_map<(b, k, n) -> (b, k, n)>

// NORM: remark: shifted before the outputs of 1 layer(s), 2 channel(s), of 'behind_a_norm'
func.func @behind_a_norm(%x: tensor<?x3x4xf32>) -> tensor<?x3x2xf32> {
  %w = arith.constant dense<[[0.75, -0.5],[-1.25, 1.0],[0.25, 1.5],[1.125, -0.375]]> : tensor<4x2xf32>
  %zero = arith.constant 0.0 : f32
  %quarter = arith.constant 0.25 : f32
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?x3x4xf32>
  %i1_empty = tensor.empty(%n) : tensor<?x3xf32>
  %i1 = linalg.fill ins(%zero : f32) outs(%i1_empty : tensor<?x3xf32>) -> tensor<?x3xf32>
  %e = tensor.empty(%n) : tensor<?x3x4xf32>
  %sum = linalg.generic {indexing_maps = [#each, #one_row], iterator_types = ["parallel","parallel", "reduction"]}
      ins(%x : tensor<?x3x4xf32>) outs(%i1 : tensor<?x3xf32>) {
  ^bb0(%in: f32, %acc: f32):
    %s = arith.addf %acc, %in : f32
    linalg.yield %s : f32
  } -> tensor<?x3xf32>
  %d = linalg.generic {indexing_maps = [#each, #one_row, #each], iterator_types = ["parallel", "parallel","parallel"]}
      ins(%x, %sum : tensor<?x3x4xf32>, tensor<?x3xf32>) outs(%e : tensor<?x3x4xf32>) {
  ^bb0(%in: f32, %s: f32, %out: f32):
    %mean = arith.mulf %s, %quarter : f32
    %c = arith.subf %in, %mean : f32
    linalg.yield %c : f32
  } -> tensor<?x3x4xf32>
  %we = tensor.empty(%n) : tensor<?x4x2xf32>
  %wb = linalg.generic {indexing_maps = [#weight, #repeated], iterator_types = ["parallel", "parallel","parallel"]}
      ins(%w : tensor<4x2xf32>) outs(%we : tensor<?x4x2xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  } -> tensor<?x4x2xf32>
  %i_empty = tensor.empty(%n) : tensor<?x3x2xf32>
  %i = linalg.fill ins(%zero : f32) outs(%i_empty : tensor<?x3x2xf32>) -> tensor<?x3x2xf32>
  %z = linalg.batch_matmul ins(%d, %wb : tensor<?x3x4xf32>, tensor<?x4x2xf32>) outs(%i : tensor<?x3x2xf32>) -> tensor<?x3x2xf32>
  return %z : tensor<?x3x2xf32>
}
