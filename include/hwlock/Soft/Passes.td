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
include "hwlock/Soft/MixPasses.td"
include "hwlock/Soft/NormPasses.td"
include "hwlock/Soft/PairPasses.td"

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
