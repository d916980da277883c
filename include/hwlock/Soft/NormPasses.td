//===- NormPasses.td - Soft locks at layer norms -----------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_NORMPASSES
#define HWLOCK_SOFT_NORMPASSES

include "mlir/Pass/PassBase.td"

def LayerNormNullOut : Pass<"hwlock-ln-null-out", "::mlir::ModuleOp"> {
  let summary = "add to layers what every layer norm behind them takes away";
  let description = [{
    A layer whose result is read only by what subtracts the mean over its
    channels, such as layer norm, behind any number of residual sums, may have
    the same number added to all channels of a row: its weight becomes
    W + 1 v^T, with v random, `factor` times the root mean square of W in size.
    The mean takes 1 v^T x away again, exactly but for rounding: the result
    changes by about factor * 2^-24 of its size. In fewer bits, W drowns in v.
    Along the inputs of a layer v grows 55-fold, since float32 rounds every
    partial sum behind a large summand: the same v in any order drifts twice as
    much. Integers lose W by it; bfloat16, which rounds each number on its own,
    loses less than to `hwlock-ln-null-in`, since where v is that large all rows
    are rounded alike, and what all rows have in common the mean takes away.

    That the mean is taken is not matched as a pattern but computed: each
    operation behind the layer is evaluated for how often the common summand is
    in its result. RMS norm, which subtracts no mean, is refused so.

    Two amplifiers in one weight multiply, and so do one before a layer norm and
    one behind it: what rounding leaves of the mean meets the second. With
    `beside-others` weights that soft locks before it have rewritten stay as they
    are, and so do those whose result is part of what a layer norm takes for
    weights that `hwlock-ln-null-in` has rewritten.

    Undone by whoever knows it: subtract its mean from each column of W.

    Before: as for `hwlock-po2-scale`.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed. Remarks as from `hwlock-po2-scale`.

    Layers stay as they are whose weight has a number which is not finite, or
    over 10^4 times its root mean square, or near the limits of float32.

    Refuses a factor other than -1 and outside of (0, 16384], and several that
    are not as many as the layers that it shifts.

    Example: with the seed 1, a weight before a layer norm

    ```mlir
    %w = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    ```

    becomes

    ```mlir
    %w = arith.constant dense<[[-100.192886, -99.1928863]]> : tensor<1x2xf32>
    ```
  }];
  let options = [
    ListOption<"factor", "factor", "double",
               "Size of what is added over that of the weights: one for all "
               "layers, or one for each, where -1 leaves it out; 64 if there "
               "is none">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten, and "
           "those before layer norms that hwlock-ln-null-in uses">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What is added is drawn from it; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numShifted", "channels-shifted", "Channels that were shifted">,
    Statistic<"numKept", "channels-kept", "Channels that stayed as they were">
  ];
}

def LayerNormNullIn : Pass<"hwlock-ln-null-in", "::mlir::ModuleOp"> {
  let summary = "add to layers what no layer norm in front of them gives";
  let description = [{
    A layer norm gives y = gamma * n + beta, channel by channel, where the n of
    a row add up to zero. So with r = 1/gamma the sum of r_j y_j is that of
    r_j beta_j, a constant: a layer that reads y may have the weight W + u r^T
    and u * sum(r_j beta_j) less in its bias, with u random, so that what is
    added is `factor` times W in size. The result changes by about
    factor * 2^-24 of its size. In fewer bits, W drowns in u r^T.

    The magnitudes of u are log-normal: what bfloat16 makes of the few outputs
    with a large one is so large that the next norm scales the rest down, while
    float32 has the same error as with all of them alike. Their logarithms
    deviate by 1, and by half of that in functions where query, key and value are
    among them: there the drift would depend on the draw. Where the sum of
    beta_j / gamma_j is far from zero on its way, float32 rounds large partial
    sums, and u is smaller by as much as they are larger.

    That n adds up to zero is not matched as a pattern but computed: of each sum
    over channels the operations behind it are followed, to what is left when
    the mean is subtracted, through factors of a row, gains and shifts of a
    channel and sums of such values. RMS norm, which subtracts no mean, is
    refused so. Each weight that reads y gets its own u. What has no bias of its
    own gets one, unless beta is zero.

    A gain near zero makes its r large, and W + u r^T large in one channel
    alone. Layers behind gains of which the largest is more than `max-spread`
    times the smallest stay as they are.

    Two amplifiers in one weight multiply: with `beside-others` those that soft
    locks before it have rewritten stay as they are. So do one before a layer
    norm and one behind it. So of the two sides of a layer norm one is rewritten: here
    what reads it, by `hwlock-ln-null-out` what makes it. Query, key and value
    may be left to `hwlock-head-mix`, and then `hwlock-ln-null-out` has the norm
    that they read: with `beside-head-mix` they are, in a function where it finds
    a layer to rewrite by that, as in an encoder like BERT. In a decoder like
    GPT all norms read one residual stream, so that it finds none, and
    everything that reads a norm is rewritten. That float32 drifts less by than
    by `hwlock-head-mix`, for the same error of bfloat16.

    Undone by whoever knows it: subtract from each row of W its projection on r.

    Before: as for `hwlock-po2-scale`. Matmuls and convolutions without padding,
    in any layout; gains and shifts are constants of float32 or float64.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed, but for a `linalg.generic` behind each layer that
    needed a bias. Remarks as from `hwlock-po2-scale`.

    Layers stay as they are whose weight has a number which is not finite, or
    over 10^4 times its root mean square, or near the limits of float32; and so
    do those whose sum does not take each weight once in each place of its
    result, as a sum over tokens does.

    Refuses a factor other than -1 and outside of (0, 16384], a spread below 1,
    and several factors that are not as many as the layers that it shifts.

    Example: with the seed 1, a weight that reads two channels whose mean was
    subtracted, so that r is (1, 1),

    ```mlir
    %w = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    ```

    becomes

    ```mlir
    %w = arith.constant dense<[[-584.403198, -1710.92236], [-583.403198, -1708.92236]]> : tensor<2x2xf32>
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    ListOption<"factor", "factor", "double",
               "Size of what is added over that of the weights: one for all "
               "layers, or one for each, where -1 leaves it out; if there is "
               "none, 240 in functions where query, key and value are among "
               "them, 512 in others">,
    Option<"maxSpread", "max-spread", "double", /*default=*/"32",
           "Largest gain of a layer norm over its smallest">,
    Option<"besideOthers", "beside-others", "bool", /*default=*/"true",
           "Leave weights alone that soft locks before it have rewritten">,
    Option<"besideHeadMix", "beside-head-mix", "bool", /*default=*/"false",
           "Leave query, key and value to hwlock-head-mix, with its default "
           "block, where "
           "hwlock-ln-null-out finds something then">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What is added is drawn from it; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numShifted", "channels-shifted",
              "Channels whose weights were shifted">,
    Statistic<"numKept", "channels-kept", "Channels that stayed as they were">
  ];
}

#endif // HWLOCK_SOFT_NORMPASSES
