//===- LoopPasses.td - Compute passes that make loops ------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// In the order of Pipelines.cpp. Tensors become loops over vectors.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_LOOPPASSES
#define HWLOCK_CODEGEN_COMPUTE_LOOPPASSES

include "mlir/Pass/PassBase.td"

def GatherRows : Pass<"hwlock-gather-rows", "mlir::func::FuncOp"> {
  let summary = "Copy whole rows in table look-ups";
  let description = [{
    A `linalg.generic` that only reads rows of a table, one element at a time,
    becomes a loop over the rows, each moved as one slice.

    Before: `hwlock-guard-gathers`. After: other look-ups stay as they are.
    Refuses nothing.

    This becomes a loop of two iterations, each with a slice of eight elements:

    ```mlir
    func.func @rows(%table: tensor<4x8xf32>, %ids: tensor<2xindex>)
        -> tensor<2x8xf32> {
      %empty = tensor.empty() : tensor<2x8xf32>
      %rows = linalg.generic {
          indexing_maps = [affine_map<(d0, d1) -> (d0)>,
                           affine_map<(d0, d1) -> (d0, d1)>],
          iterator_types = ["parallel", "parallel"]}
          ins(%ids : tensor<2xindex>) outs(%empty : tensor<2x8xf32>) {
      ^bb0(%id: index, %out: f32):
        %column = linalg.index 1 : index
        %element = tensor.extract %table[%id, %column] : tensor<4x8xf32>
        linalg.yield %element : f32
      } -> tensor<2x8xf32>
      return %rows : tensor<2x8xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::arith::ArithDialect", "mlir::scf::SCFDialect",
    "mlir::tensor::TensorDialect"];
}

def Tile : Pass<"hwlock-tile", "mlir::func::FuncOp"> {
  let summary = "Tile to registers and fuse elementwise operations";
  let description = [{
    Contractions are tiled so that the accumulators fill the registers, together
    with the elementwise operations that follow; everything else so that its
    innermost dimension is a few vectors. A size that does not divide gives a
    second, shorter loop of static size.

    Before: `hwlock-choose-layouts`. After: every linalg operation in a loop has
    a static shape. Refuses other values of `vector-bits` than 128, 256 and 512,
    and contractions that `hwlock-choose-layouts` did not make. What has a
    dynamic shape, is empty, or reads a tensor backwards stays as it is.

    With vectors of 512 bits this becomes loops over tiles of 8 by 32:

    ```mlir
    func.func @product(%x: tensor<1x16x16xf32>, %w: tensor<1x16x64xf32>,
                       %init: tensor<1x16x64xf32>) -> tensor<1x16x64xf32> {
      %y = linalg.batch_matmul
          ins(%x, %w : tensor<1x16x16xf32>, tensor<1x16x64xf32>)
          outs(%init : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
      return %y : tensor<1x16x64xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "256",
           "Width of a vector register">,
  ];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::linalg::LinalgDialect",
    "mlir::scf::SCFDialect", "mlir::tensor::TensorDialect"];
}

def SumInBlocks : Pass<"hwlock-sum-in-blocks", "mlir::func::FuncOp"> {
  let summary = "Cut long sums of products into blocks";
  let description = [{
    A sum of n products that are added one after another is wrong by up to n
    units in the last place, as each partial sum is rounded; in blocks of b by up
    to b + n / b (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd
    ed., section 4.2), which is least where b is the root of n. Each block gets a
    sum of its own, from zero, that is added to the others. Its length is the
    power of two at the root of n or the next one, or near it where that does not
    divide n.

    Before: `hwlock-tile`. After: a loop over blocks around each contraction of
    256 products or more; inner loops are within a block if they fit. Refuses
    nothing: shorter sums, products with a vector, convolutions that
    `hwlock-choose-layouts` left or that are depthwise, and what has a dynamic
    shape or is not of floating-point numbers stay as they are.

    This becomes a loop with 16 iterations, each of 16 products:

    ```mlir
    func.func @product(%x: tensor<4x256xf32>, %w: tensor<256x32xf32>,
                       %init: tensor<4x32xf32>) -> tensor<4x32xf32> {
      %y = linalg.matmul ins(%x, %w : tensor<4x256xf32>, tensor<256x32xf32>)
          outs(%init : tensor<4x32xf32>) -> tensor<4x32xf32>
      return %y : tensor<4x32xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::linalg::LinalgDialect", "mlir::scf::SCFDialect",
    "mlir::tensor::TensorDialect"];
}

def TileReductions : Pass<"hwlock-tile-reductions", "mlir::func::FuncOp"> {
  let summary = "Tile reductions inside the parallel loops";
  let description = [{
    The loop over a reduction becomes the innermost one, a few steps of a
    contraction or a few vectors of any other reduction at a time. Windows of
    convolutions go one position at a time.

    Before: `hwlock-sum-in-blocks` and canonicalisation. After: as `hwlock-tile`.
    Refuses other values of `vector-bits` than 128, 256 and 512.

    The dimension of length 16 that is summed over becomes a loop with two
    steps:

    ```mlir
    func.func @product(%x: tensor<1x16x16xf32>, %w: tensor<1x16x64xf32>,
                       %init: tensor<1x16x64xf32>) -> tensor<1x16x64xf32> {
      %y = linalg.batch_matmul
          ins(%x, %w : tensor<1x16x16xf32>, tensor<1x16x64xf32>)
          outs(%init : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
      return %y : tensor<1x16x64xf32>
    }
    ```
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "256",
           "Width of a vector register">,
  ];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::linalg::LinalgDialect",
    "mlir::scf::SCFDialect", "mlir::tensor::TensorDialect"];
}

def Vectorize : Pass<"hwlock-vectorize", "mlir::func::FuncOp"> {
  let summary = "Turn tiles into vector operations";
  let description = [{
    Vectorises every linalg operation that is small enough, turns reductions
    into contractions, and keeps accumulators in registers across the loop over
    the reduction.

    Before: `hwlock-tile`. After: what could not be vectorised is still a linalg
    operation, for `hwlock-lower-scalar-loops` to report. Refuses nothing.

    This becomes two reads, one `arith.addf` on `vector<16xf32>` and one write:

    ```mlir
    func.func @sum(%x: tensor<16xf32>, %y: tensor<16xf32>) -> tensor<16xf32> {
      %empty = tensor.empty() : tensor<16xf32>
      %z = linalg.add ins(%x, %y : tensor<16xf32>, tensor<16xf32>)
          outs(%empty : tensor<16xf32>) -> tensor<16xf32>
      return %z : tensor<16xf32>
    }
    ```
  }];
  let dependentDialects = [
    "mlir::affine::AffineDialect", "mlir::arith::ArithDialect",
    "mlir::math::MathDialect", "mlir::scf::SCFDialect",
    "mlir::tensor::TensorDialect", "mlir::vector::VectorDialect"];
}

#endif // HWLOCK_CODEGEN_COMPUTE_LOOPPASSES
