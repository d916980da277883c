//===- MixPasses.td - Soft locks that mix channels ---------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_MIXPASSES
#define HWLOCK_SOFT_MIXPASSES

include "mlir/Pass/PassBase.td"

def HeadMix : Pass<"hwlock-head-mix", "::mlir::ModuleOp"> {
  let summary = "mix the channels within attention heads, here and there back";
  let description = [{
    Where nothing but linear operations lies between the layer that makes
    channels and those that read them, multiplies each block of channels by an
    invertible matrix M and the weights that read them by its inverse: value and
    output projection, M W_v and W_o M^-1, within each head; query and key,
    M W_q and M^-T W_k, whose product stays; also linear bottlenecks, as those
    between the blocks of a MobileNetV2. The singular values of M spread over
    a factor of kappa: what a format rounds away in a weight grows by about that
    much in the result. Several queries to one key (grouped attention) and
    residual sums share a matrix. A block never crosses what tells channels
    apart, such as the border of a head or of a slice. Behind a rotary embedding
    nothing is mixed: what passes it is a rotation and a scale of each pair,
    whose kappa is 1.

    No operation, no parameter is added. In float32 the result changes by about
    kappa * 2^-24 of its size; the matrices are built and applied in float64.
    Kappa has to outgrow the error that a format makes: at 1024 int8, int4, fp8
    and pruning destroy MiniLM, float16 as well; bfloat16 leaves it whole.

    Undone by whoever knows it: a singular value decomposition of W_o W_v for
    each head balances the two again.

    `kappa` is one number for all groups, or one for each in the order in which
    the layers come; -1 leaves a group out. Layers that share a matrix are one
    group, with all heads: value and projection, query and key, all of a
    residual stream. The remark says how many groups there are.

    With `beside-others` blocks of which a soft lock before has rewritten a weight
    stay as they are: two amplifiers in one weight multiply.

    Before: as for `hwlock-po2-scale`.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed. Remarks as from `hwlock-po2-scale`.

    A weight is mixed on one side, since two matrices would multiply what they
    amplify: of three layers with nothing in between the channels of the first
    are, those of the second are not.

    Layers stay as they are that have a number which is not finite, or which is
    over 10^4 times the root mean square of the weight, or a weight near the
    limits of float32.

    Refuses kappa other than -1 and 0 and outside of [1, 65536], blocks outside
    of [2, 256], and several kappas that are not as many as the groups.

    Example: with the seed 1, the weights of two matmuls in a row

    ```mlir
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    ```

    become

    ```mlir
    %w0 = arith.constant dense<[[-66.242836, 32.1932526]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[-105.249474], [-216.226166]]> : tensor<2x1xf32>
    ```
  }];
  let options = [
    ListOption<"kappa", "kappa", "double",
               "Largest singular value of a matrix over its smallest: one for "
               "all groups, or one for each, where -1 leaves it out; 0, or none, "
               "takes 1024 for heads and 4096 for bottlenecks">,
    Option<"block", "block", "unsigned", /*default=*/"64",
           "Most channels that one matrix mixes">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the matrices are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numMixed", "channels-mixed", "Channels that were mixed">,
    Statistic<"numKept", "channels-kept", "Channels that stayed as they were">
  ];
}

def PosMix : Pass<"hwlock-pos-mix", "::mlir::ModuleOp"> {
  let summary = "mix what is never below zero before layers that read it";
  let description = [{
    Before each layer whose input is provably not below zero, after ReLU,
    ReLU6 or a maximum or sum of such, inserts y = relu(M x) along the channels
    and multiplies the weight of the layer by the inverse of M. M is block-
    diagonal with entries >= 0, so that M x >= 0: the ReLU never cuts, and stops
    every tool that folds linear operations. One singular value of each block is
    kappa times the others: rounding x, y or the weights in few bits loses the
    others.

    A layer that no other layer follows is mixed in another way, so that what
    is left of it always makes the same choice: blocks that guess in different
    ways may guess well. Its blocks have kappa / 64, and one sum of all
    channels with weights w > 0 is added to each, z = M x, y = relu(z + 1 w^T z).
    Errors of the weight that reads y add up to one vector times that sum. It
    amplifies by 2.5 kappa and drifts less: behind the small blocks the weights
    of a block nearly cancel.

    The inverse is that of the matrix as it is stored, in float64. In float32
    the result changes by about kappa * 2^-24 of its size for each layer.
    Each block of `block` channels costs that many multiplications for each
    element, the sum one more: 1 to 6 percent of a convolutional network.
    With `beside-others` weights that soft locks before it have rewritten stay as
    they are: the errors of two amplifiers multiply.

    Undone by whoever knows it: a block-diagonal matrix >= 0 behind a ReLU is
    easy to find, and folds; so does a sum.

    Before: as for `hwlock-po2-scale`. Convolutions and matmuls in any layout;
    the input is recognised by what its operations compute.

    After: the module computes the same function up to rounding, with an
    `expand_shape`, two `linalg.generic` and a `collapse_shape` more for each
    layer that was mixed, and as many again with one `linalg.generic` less where
    a sum is added. Remarks as from `hwlock-po2-scale`.

    Layers stay as they are whose weight has a number which is not finite, or
    over 10^4 times its root mean square, or near the limits of float32.

    Refuses kappa other than -1 and 0 and outside of [1, 65536], blocks outside
    of [2, 64], and several kappas that are not as many as the layers.

    Example: in front of

    ```mlir
    func.func @layer(%x: tensor<1x2xf32>, %zero: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
      %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>)
                         outs(%zero : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    }
    ```

    where `%x` comes from a ReLU instead, it puts

    ```mlir
    %split = tensor.expand_shape %x [[0], [1, 2]] ...
    %mixed = linalg.generic ... ins(%split, %m : ...)
    %z = tensor.collapse_shape %mixed [[0], [1, 2]] ...
    %all = tensor.expand_shape %z [[0], [1, 2]] ...
    %sum = linalg.generic ... ins(%all, %w : ...)
    %s = tensor.collapse_shape %sum [[0], [1, 2]] ...
    %y = linalg.generic ... ins(%z, %s : ...) ... arith.maximumf ...
    ```

    and if a layer followed

    ```mlir
    %split = tensor.expand_shape %x [[0], [1, 2]] ...
    %mixed = linalg.generic ... ins(%split, %m : ...)
    %kept = linalg.generic ... arith.maximumf ...
    %y = tensor.collapse_shape %kept [[0], [1, 2]] ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    ListOption<"kappa", "kappa", "double",
               "The large singular value over the small ones: one for all "
               "layers, or one for each, where -1 leaves it out; 0, or none, "
               "takes 4096 for up to 4 layers, 3072 for up to 8, otherwise "
               "512, and 8192 in a function of up to 3 layers">,
    Option<"block", "block", "unsigned", /*default=*/"4",
           "Most channels that one matrix mixes">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the matrices are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numMixed", "inputs-mixed", "Layers whose input was mixed">
  ];
}

def OutMix : Pass<"hwlock-out-mix", "::mlir::ModuleOp"> {
  let summary = "mix the outputs of layers, and undo it behind them";
  let description = [{
    Multiplies the weight and the bias of a layer along its outputs by an
    invertible block-diagonal M, and inserts the product with the inverse of M
    behind it: M^-1 (M W x + M b). That reaches layers whose inputs may be below
    zero, which `hwlock-pos-mix` cannot take; above all the first layer of a
    network, which reads what it is given. A bias that the layer starts from, or
    that a sum with a constant right behind it adds, is multiplied too; behind
    any other one the inverse comes first.

    M has entries of either sign. One singular value of the inverse of a block
    is kappa times each other one: an error that rounding makes in the weights
    or the outputs grows by about that much, towards one direction that all
    channels of the block share. What is inserted is a matrix of float32 values,
    and the weight is multiplied by the inverse of these, in float64. In float32
    the result changes by about kappa * 2^-24 of its size for each layer. A
    block of `block` channels costs that many multiplications for each
    output; where this is more than `max-cost` of what the layer takes itself,
    it is left as it is.

    Undone by whatever folds linear operations: nothing lies between a layer and
    the inverse. `hwlock-pos-mix` is better where it applies.

    Before: as for `hwlock-po2-scale`. Convolutions and matmuls in any layout,
    in groups as well; not depthwise, where each output reads a channel of its
    own. With `beside-others` weights that soft locks run before, with no other
    pass between, have rewritten stay as they are: the errors of two amplifiers
    multiply.

    After: the module computes the same function up to rounding, with an
    `expand_shape`, a `linalg.generic` and a `collapse_shape` more for each
    layer that was mixed. Remarks as from `hwlock-po2-scale`.

    Layers stay as they are that have a number which is not finite, or which is
    over 10^4 times the root mean square of the weight, or a weight near the
    limits of float32.

    Refuses kappa other than -1 and 0 and outside of [1, 65536], blocks outside
    of [2, 64], a `max-cost` that is not above 0, and several kappas that are
    not as many as the layers that it mixes.

    Example: behind

    ```mlir
    func.func @layer(%x: tensor<1x2xf32>, %zero: tensor<1x2xf32>) -> tensor<1x2xf32> {
      %w = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
      %0 = linalg.matmul ins(%x, %w : tensor<1x2xf32>, tensor<2x2xf32>)
                         outs(%zero : tensor<1x2xf32>) -> tensor<1x2xf32>
      return %0 : tensor<1x2xf32>
    }
    ```

    with a `%zero` that is a zero instead, it puts

    ```mlir
    %split = tensor.expand_shape %0 [[0], [1, 2]] ...
    %unmixed = linalg.generic ... ins(%split, %m : ...)
    %y = tensor.collapse_shape %unmixed [[0], [1, 2]] ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    ListOption<"kappa", "kappa", "double",
               "The large singular value over the small ones: one for all "
               "layers, or one for each, where -1 leaves it out; 0, or none, "
               "takes 4096 for up to 2 layers with the first of a function among "
               "them, or 2048 if it has more than 8; 512 for up to 16, otherwise "
               "256">,
    Option<"block", "block", "unsigned", /*default=*/"4",
           "Most channels that one matrix mixes">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"maxCost", "max-cost", "double", /*default=*/"0.5",
           "Most multiplications to insert, over those of the layer">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the matrices are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numMixed", "outputs-mixed", "Layers whose output was mixed">
  ];
}

#endif // HWLOCK_SOFT_MIXPASSES
