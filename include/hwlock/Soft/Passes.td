//===- Passes.td - Soft locks ------------------------------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rewrites that leave the function of a model as it is in float32 and make its
// weights useless in fewer bits. Each example is the first case of
// test/Soft/<pass>.mlir.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SOFT_PASSES
#define HWLOCK_SOFT_PASSES

include "mlir/Pass/PassBase.td"

def Po2Scale : Pass<"hwlock-po2-scale", "::mlir::ModuleOp"> {
  let summary = "scale channels by powers of two, here up and there down";
  let description = [{
    Multiplies each channel that a layer makes by its own power of two, 2^k with
    k drawn uniformly from [-range, range], and divides the weights that read
    the channel by it. Between the two may lie whatever is homogeneous: ReLU,
    leaky ReLU, pooling, padding with zeros, reshapes, transpositions, slices,
    residual sums (all layers of a sum get the same scales), the product of
    query and key or of attention and value, gate times up. One scale for a
    whole tensor, or one for each channel of it, then spans too few bits for its
    weights: integers of 8 bits at a range of 8, float16 at 12. bfloat16
    survives, since it has the exponents of float32. Weights that are scaled
    along both axes survive no format with one scale for each row.

    Exact: products and sums of scaled numbers are the scaled products and sums,
    bit for bit, as long as no activation lies outside of 2^-112 to 2^112 in
    magnitude, zero aside. A weight that would leave [2^-126, 2^127] narrows the
    choice of its channel. Denormal weights and those that are not finite keep
    their channel as it is.

    Undone by cross-layer equalisation (Nagel et al., arXiv 1906.04721) and by
    SmoothQuant (arXiv 2211.10438), which look for such scales. Use it below
    `hwlock-pos-mix` or `hwlock-head-mix`, or where the toolkit does neither.

    Before: a module of functions on tensors, unlocked, with weights as
    `arith.constant` of float32. Other weights and operations may be there and
    stay as they are, as do the channels that meet them.

    After: the module computes the same bits. Only the values of constants have
    changed. A remark for each function says how many channels were scaled, and
    one for each reason how many were not; MLIR's remark engine gets a passed
    `SoftLocked` or a missed `NotSoftLocked` for each layer.

    Refuses a range outside of [1, 40].

    Example: with the seed 1,

    ```mlir
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    %0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>) ...
    %1 = linalg.matmul ins(%0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>) ...
    ```

    becomes

    ```mlir
    %w0 = arith.constant dense<[[6.10351563E-5, 0.125]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[49152.0], [64.0]]> : tensor<2x1xf32>
    ```
  }];
  let options = [
    Option<"range", "range", "unsigned", /*default=*/"14",
           "Largest exponent k of a scale 2^k">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the scales are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numScaled", "channels-scaled", "Channels that were scaled">,
    Statistic<"numKept", "channels-kept", "Channels that stayed as they were">
  ];
}

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

    Before: as for `hwlock-po2-scale`.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed. Remarks as from `hwlock-po2-scale`.

    Refuses kappa outside of [1, 65536] and blocks outside of [2, 256].

    Example: with the seed 1, the weights of two matmuls in a row

    ```mlir
    %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
    ```

    become

    ```mlir
    %w0 = arith.constant dense<[[-33.1410751, 16.0562191]]> : tensor<1x2xf32>
    %w1 = arith.constant dense<[[-52.6942596], [-108.079262]]> : tensor<2x1xf32>
    ```
  }];
  let options = [
    Option<"kappa", "kappa", "double", /*default=*/"1024",
           "Largest singular value of a matrix over its smallest">,
    Option<"block", "block", "unsigned", /*default=*/"64",
           "Most channels that one matrix mixes">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What the matrices are drawn from; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numMixed", "channels-mixed", "Channels that were mixed">,
    Statistic<"numKept", "channels-kept", "Channels that stayed as they were">
  ];
}

def LayerNormNullOut : Pass<"hwlock-ln-null-out", "::mlir::ModuleOp"> {
  let summary = "add to layers what every layer norm behind them takes away";
  let description = [{
    A layer whose result is read only by what subtracts the mean over its
    channels, such as layer norm, behind any number of residual sums, may have
    the same number added to all channels of a row: its weight becomes
    W + 1 v^T, with v random, `factor` times the root mean square of W in size.
    The mean takes 1 v^T x away again, exactly but for rounding: the result
    changes by about factor * 2^-24 of its size. In fewer bits, W drowns in v.

    That the mean is taken is not matched as a pattern but computed: each
    operation behind the layer is evaluated for how often the common summand is
    in its result. RMS norm, which subtracts no mean, is refused so.

    Two amplifiers in one weight multiply, and so do one before a layer norm and
    one behind it: what rounding leaves of the mean meets the second. With
    `beside-head-mix` weights that `hwlock-head-mix` rewrites, with its default
    block, stay as they are, and with `beside-ln-null-in` those whose result is
    part of what a layer norm takes for weights that `hwlock-ln-null-in`
    rewrites.

    Undone by whoever knows it: subtract its mean from each column of W.

    Before: as for `hwlock-po2-scale`.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed. Remarks as from `hwlock-po2-scale`.

    Refuses a factor outside of (0, 16384].

    Example: with the seed 1, a weight before a layer norm

    ```mlir
    %w = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
    ```

    becomes

    ```mlir
    %w = arith.constant dense<[[-312.156982, -311.156982]]> : tensor<1x2xf32>
    ```
  }];
  let options = [
    Option<"factor", "factor", "double", /*default=*/"512",
           "Size of what is added over that of the weights">,
    Option<"besideHeadMix", "beside-head-mix", "bool", /*default=*/"false",
           "Leave weights alone that hwlock-head-mix rewrites">,
    Option<"besideLnNullIn", "beside-ln-null-in", "bool", /*default=*/"false",
           "Leave weights alone before layer norms that hwlock-ln-null-in uses">,
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

    That n adds up to zero is not matched as a pattern but computed: of each sum
    over channels the operations behind it are followed, to what is left when
    the mean is subtracted, through factors of a row, gains and shifts of a
    channel and sums of such values. RMS norm, which subtracts no mean, is
    refused so. Each weight that reads y gets its own u. What has no bias of its
    own gets one, unless beta is zero.

    A gain near zero makes its r large, and W + u r^T large in one channel
    alone. Layers behind gains of which the largest is more than `max-spread`
    times the smallest stay as they are.

    Two amplifiers in one weight multiply, and so do one before a layer norm and
    one behind it: use `hwlock-ln-null-out` with `beside-ln-null-in`. With
    `beside-head-mix` weights that `hwlock-head-mix` rewrites, with its default
    block, stay as they are.

    Undone by whoever knows it: subtract from each row of W its projection on r.

    Before: as for `hwlock-po2-scale`. Matmuls and convolutions without padding,
    in any layout; gains and shifts are constants of float32 or float64.

    After: the module computes the same function up to rounding. Only the values
    of constants have changed, but for a `linalg.generic` behind each layer that
    needed a bias. Remarks as from `hwlock-po2-scale`.

    Refuses a factor outside of (0, 16384] and a spread below 1.

    Example: with the seed 1, a weight that reads two channels whose mean was
    subtracted, so that r is (1, 1),

    ```mlir
    %w = arith.constant dense<[[1.0, 2.0], [2.0, 4.0]]> : tensor<2x2xf32>
    ```

    becomes

    ```mlir
    %w = arith.constant dense<[[-494.144653, 881.134277], [-493.144653, 883.134277]]> : tensor<2x2xf32>
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    Option<"factor", "factor", "double", /*default=*/"512",
           "Size of what is added over that of the weights">,
    Option<"maxSpread", "max-spread", "double", /*default=*/"32",
           "Largest gain of a layer norm over its smallest">,
    Option<"besideHeadMix", "beside-head-mix", "bool", /*default=*/"false",
           "Leave weights alone that hwlock-head-mix rewrites">,
    Option<"seed", "seed", "uint64_t", /*default=*/"0",
           "What is added is drawn from it; 0 draws a seed, too">
  ];
  let statistics = [
    Statistic<"numShifted", "channels-shifted",
              "Channels whose weights were shifted">,
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

    The inverse is that of the matrix as it is stored, in float64. In float32
    the result changes by about kappa * 2^-24 of its size for each layer.
    Each block of `block` channels costs that many multiplications for each
    element: 1 to 6 percent of a convolutional network.
    With `beside-head-mix` weights that `hwlock-head-mix` rewrites, with its
    default block, stay as they are: the errors of two amplifiers multiply.

    Undone by whoever knows it: a block-diagonal matrix >= 0 behind a ReLU is
    easy to find, and folds.

    Before: as for `hwlock-po2-scale`. Convolutions and matmuls in any layout;
    the input is recognised by what its operations compute.

    After: the module computes the same function up to rounding, with an
    `expand_shape`, two `linalg.generic` and a `collapse_shape` more for each
    layer that was mixed. Remarks as from `hwlock-po2-scale`.

    Refuses kappa other than 0 and outside of [1, 65536], and blocks outside of
    [2, 64].

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
    %kept = linalg.generic ... arith.maximumf ...
    %y = tensor.collapse_shape %kept [[0], [1, 2]] ...
    ```
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::tensor::TensorDialect"
  ];
  let options = [
    Option<"kappa", "kappa", "double", /*default=*/"0",
           "The large singular value over the small ones; 0 takes 4096 for up to "
           "4 layers, 3072 for up to 8, otherwise 512">,
    Option<"block", "block", "unsigned", /*default=*/"4",
           "Most channels that one matrix mixes">,
    Option<"besideHeadMix", "beside-head-mix", "bool", /*default=*/"false",
           "Leave weights alone that hwlock-head-mix rewrites">,
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

    Refuses kappa other than 0 and outside of [1, 65536], blocks outside of [2,
    64], and a `max-cost` that is not above 0.

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
    Option<"kappa", "kappa", "double", /*default=*/"0",
           "The large singular value over the small ones; 0 takes 4096 for up to 2 "
           "layers, otherwise 512">,
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
    two for each channel of a block. So it is no part of `hwlock-soft-lock`. In
    float32 the result changes by about kappa * 2^-24 of its size for each
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

    Whether an activation is one of these is not told by its name: its body is
    evaluated.

    It costs a share of 2 * `fraction` of the multiplications of both layers
    more, and drifts most of all soft locks: each layer but the first and the
    last is rewritten along both sides, so errors of float32 grow by kappa *
    2^-24 and more with each layer; up to 0.03 was seen with a perceptron. So it
    is no part of `hwlock-soft-lock`.

    Undone by whoever knows it: what the first layer adds lies in the span of
    the rows that are there.

    Before: as for `hwlock-po2-scale`. Nothing else reads the first layer or the
    activation; padding with zeros may lie before the second layer, pooling may
    not. With `beside-others` layers of which a soft lock run before, with no
    other pass between, has rewritten a weight stay as they are.

    After: the module computes the same function up to rounding. The weights of
    both layers and the bias are new constants with more channels. Remarks as
    from `hwlock-po2-scale`.

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

def Float32Share : Pass<"hwlock-float32-share", "::mlir::ModuleOp"> {
  let summary = "say how much of a module needs float32 after soft locks";
  let description = [{
    Emits one remark: of all multiply-accumulates of matmuls and convolutions of
    the module, weighted or not, the share of those whose weights the soft locks
    before it have rewritten, or that they have inserted. That much has to stay
    in float32 for the model to work. A function counts once, however often it
    is called. A size that is not static is taken as 1, and the remark says so:
    right for a dynamic batch, too much for attention over a dynamic length,
    which grows with its square. A note says what soft locks do not stop.

    Before: soft locks, with no other pass between them and this one; what they
    have rewritten is noted nowhere in the module.

    After: nothing has changed.

    Refuses nothing.

    Example: after `hwlock-head-mix`, which mixes the two channels of `%0`,

    ```mlir
    func.func @main(%x: tensor<1x1xf32>, %y: tensor<1x1xf32>) -> tensor<1x1xf32> {
      %w0 = arith.constant dense<[[1.0, 2.0]]> : tensor<1x2xf32>
      %w1 = arith.constant dense<[[3.0], [4.0]]> : tensor<2x1xf32>
      %e0 = tensor.empty() : tensor<1x2xf32>
      %e1 = tensor.empty() : tensor<1x1xf32>
      %zero = arith.constant 0.0 : f32
      %f0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x2xf32>) -> tensor<1x2xf32>
      %f1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x1xf32>) -> tensor<1x1xf32>
      %0 = linalg.matmul ins(%x, %w0 : tensor<1x1xf32>, tensor<1x2xf32>)
                         outs(%f0 : tensor<1x2xf32>) -> tensor<1x2xf32>
      %1 = linalg.matmul ins(%0, %w1 : tensor<1x2xf32>, tensor<2x1xf32>)
                         outs(%f1 : tensor<1x1xf32>) -> tensor<1x1xf32>
      %2 = linalg.matmul ins(%1, %y : tensor<1x1xf32>, tensor<1x1xf32>)
                         outs(%f1 : tensor<1x1xf32>) -> tensor<1x1xf32>
      return %2 : tensor<1x1xf32>
    }
    ```

    gets the remark `80.0 % of the multiply-accumulates need float32 now, 4 of
    5`.
  }];
}

#endif // HWLOCK_SOFT_PASSES
