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

def TileReductions : Pass<"hwlock-tile-reductions", "mlir::func::FuncOp"> {
  let summary = "Tile reductions inside the parallel loops";
  let description = [{
    The loop over a reduction becomes the innermost one, a few steps of a
    contraction or a few vectors of any other reduction at a time. Windows of
    convolutions go one position at a time.

    Before: `hwlock-tile` and canonicalisation. After: as `hwlock-tile`. Refuses
    other values of `vector-bits` than 128, 256 and 512.

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
