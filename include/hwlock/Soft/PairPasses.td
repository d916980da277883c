//===- PairPasses.td - Soft locks that add pairs of channels *- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_PAIRPASSES
#define HWLOCK_SOFT_PAIRPASSES

include "mlir/Pass/PassBase.td"

def SplitPair : Pass<"hwlock-split-pair", "::mlir::ModuleOp"> {
  let summary = "write layers as differences of two ReLUs";
  let description = [{
    A layer z = W x + b becomes two with ReLU between them:

        z = [M^-1, -M^-1] relu([M; -M] W x + [M; -M] b)

    since relu(u) - relu(-u) = u for u = M z. M is invertible and block-
    diagonal, its singular values spread over a factor of kappa, so that an
    error of rounding grows by about that much. The channels of a block are in
    any order and each times its own power of two, which passes ReLU. The ReLU
    stops every tool that folds linear operations, and unlike `hwlock-pos-mix`
    this needs nothing of what the layer reads: it takes the first layer of a
    network, and what reads GELU or the result of an attention.

    It costs most of all soft locks: twice the multiplications of the layer and
    two for each channel of a block. So `hwlock-soft-lock` has it only with
    `pairs=split`. In float32 the result changes by about kappa * 2^-24 of its size for each
    layer. The inverse is stored, and M is the inverse of what is stored.

    Undone by whoever knows it: rows of a weight that are opposite to each other
    but for a factor are pairs, and the two layers of pairs are one.

    Before: as for `hwlock-po2-scale`. Convolutions and matmuls in any layout;
    with a bias, one number for each channel. With `beside-others` weights that
    a soft lock run before, with no other pass between, has rewritten stay as
    they are.

    After: the module computes the same function up to rounding. The weight and
    the bias are new constants with twice the channels; behind the layer are a
    ReLU, an `expand_shape`, a `linalg.generic` and a `collapse_shape` more.
    Remarks as from `hwlock-po2-scale`.

    Layers stay as they are that have a number which is not finite, or which is
    over 10^4 times the root mean square of the weight, or a weight near the
    limits of float32.

    Refuses kappa outside of [1, 65536] and blocks outside of [2, 256].

    Example:

    ```mlir
    func.func @layer(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %zero = arith.constant 0.0 : f32
      %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
      %e = tensor.empty() : tensor<1x2xf32>
      %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
      %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>)
                         outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    }
    ```

    becomes

    ```mlir
    %wide = linalg.matmul ins(%x, %pairs : tensor<1x2xf32>, tensor<2x4xf32>) ...
    %relu = linalg.generic ... arith.maximumf ...
    %split = tensor.expand_shape %relu [[0], [1, 2]] ...
    %whole = linalg.generic ... ins(%split, %m : tensor<1x1x4xf32>, tensor<1x2x4xf32>) ...
    %0 = tensor.collapse_shape %whole [[0], [1, 2]] ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    Option<"kappa", "kappa", "double", /*default=*/"4096",
           "Largest singular value of a matrix over its smallest">,
    Option<"block", "block", "unsigned", /*default=*/"64",
           "Most channels that one matrix mixes">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the matrices are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numSplit", "layers-split", "Layers that were split">
  ];
}

def FlipPair : Pass<"hwlock-flip-pair", "::mlir::ModuleOp"> {
  let summary = "replace channels before an activation by pairs of mixed ones";
  let description = [{
    ReLU, GELU, exact or with tanh, SiLU and hard swish are functions s with
    s(z) = z + s(-z). So where a layer, such an activation and another layer
    follow each other, a channel z may be computed as -z instead if what reads
    it gets z as well; and s(u) - s(-u) = u gives that through the activation,
    for u = M z, of some channels z and an invertible M:

        R s(z) = R s(-z) + R M^-1 (s(u) - s(-u))

    A `fraction` of the channels that the first layer makes change their sign,
    and it makes as many u and as many -u more, in any order; the second layer,
    whose weight for z was R, reads them all. The singular values of M spread
    over a factor of kappa: rounding either weight makes errors that grow by
    about that much. No operation is added.

    Whether an activation is one of these is not told by its name: it is
    evaluated. It may be spelled out over several operations that nothing else
    reads, between reshapes that leave the axis of channels alone.

    It costs a share of 2 * `fraction` of the multiplications of both layers
    more, and drifts most of all soft locks: each layer but the first and the
    last is rewritten along both sides, so errors of float32 grow by kappa *
    2^-24 and more with each layer; up to 0.03 was seen with a perceptron. So
    `hwlock-soft-lock` has it only with `pairs=flip`.

    Undone by whoever knows it: what the first layer adds lies in the span of
    the rows that are there.

    Before: as for `hwlock-po2-scale`. Nothing else reads the first layer or the
    activation; padding with zeros may lie before the second layer, pooling may
    not. With `beside-others` layers of which a soft lock run before, with no
    other pass between, has rewritten a weight stay as they are.

    After: the module computes the same function up to rounding. The weights of
    both layers and the bias are new constants with more channels. Remarks as
    from `hwlock-po2-scale`.

    Layers stay as they are that have a number which is not finite, or which is
    over 10^4 times the root mean square of the weight, or a weight near the
    limits of float32.

    Refuses kappa outside of [1, 65536] and a fraction outside of (0, 1].

    Example:

    ```mlir
    func.func @layers(%x: tensor<1x2xf32>) -> tensor<1x1xf32> {
      %zero = arith.constant 0.0 : f32
      %w = arith.constant dense<[[1.0, -2.0], [-3.0, 4.0]]> : tensor<2x2xf32>
      %v = arith.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
      %e = tensor.empty() : tensor<1x2xf32>
      %i = linalg.fill ins(%zero : f32) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
      %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>)
                         outs(%i : tensor<1x2xf32>) -> tensor<1x2xf32>
      %1 = linalg.generic {
        indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>],
        iterator_types = ["parallel", "parallel"]
      } ins(%0 : tensor<1x2xf32>) outs(%e : tensor<1x2xf32>) {
      ^bb0(%a: f32, %out: f32):
        %r = arith.maximumf %a, %zero : f32
        linalg.yield %r : f32
      } -> tensor<1x2xf32>
      %e1 = tensor.empty() : tensor<1x1xf32>
      %i1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
      %2 = linalg.matmul ins(%1, %v : tensor<1x2xf32>, tensor<2x1xf32>)
                         outs(%i1 : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %2 : tensor<1x1xf32>
    }
    ```

    becomes

    ```mlir
    %0 = linalg.matmul ins(%x, %more : tensor<1x2xf32>, tensor<2x6xf32>) ...
    %1 = linalg.generic ... ins(%0 : tensor<1x6xf32>) ...
    %2 = linalg.matmul ins(%1, %others : tensor<1x6xf32>, tensor<6x1xf32>) ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    Option<"kappa", "kappa", "double", /*default=*/"4096",
           "Largest singular value of the matrix over its smallest">,
    Option<"fraction", "fraction", "double", /*default=*/"0.125",
           "Share of the channels that change their sign, two at least">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What is drawn comes from it; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numFlipped", "layers-flipped", "Layers with flipped channels">
  ];
}

#endif // HWLOCK_SOFT_PAIRPASSES
