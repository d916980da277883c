//===- Tile.cpp - Parallel loops ------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "Tiling.h"
#include "VectorWidth.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_TILE
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Rows and columns of a transposed block.
constexpr int64_t kTransposeTile = 16;

/// Batch one, rows and columns of accumulators as in a packed contraction; the
/// right side is read where it lies.
std::optional<SmallVector<int64_t>>
plainContractionTiles(linalg::LinalgOp op, const RegisterTile &tile) {
  if (!linalg::isaContractionOpInterface(op))
    return std::nullopt;
  auto dims = linalg::inferContractionDims(op);
  if (failed(dims) || dims->n.empty() || dims->m.empty())
    return std::nullopt;
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  SmallVector<int64_t> sizes(range.size(), 1);
  Type element = getElementTypeOrSelf(op->getResult(0));
  unsigned m = dims->m.back(), n = dims->n.back();
  // Few columns that do not lie side by side: vectors go along what does, as
  // along the places of an image whose channels are mixed in blocks.
  VectorDims contiguous = chooseVectorDims(op);
  if (range[n] < tile.run(element) / 4 && !contiguous.parallel.empty() &&
      contiguous.parallel[0] != n)
    return std::nullopt;
  sizes[m] = tileOf(range[m], tile.rows);
  sizes[n] = tileOf(range[n], tile.run(element) / 2);
  for (unsigned k : dims->k)
    sizes[k] = 0;
  return sizes;
}

SmallVector<int64_t> parallelTiles(linalg::LinalgOp op,
                                   const RegisterTile &tile) {
  if (auto sizes = plainContractionTiles(op, tile))
    return *sizes;
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  SmallVector<int64_t> sizes(range.size(), 0);
  VectorDims vector = chooseVectorDims(op);
  int64_t run = tile.run(getElementTypeOrSelf(op->getResult(0)));
  if (vector.parallel.size() > 1)
    run = kTransposeTile;
  for (auto [dim, iterator] : llvm::enumerate(op.getIteratorTypesArray()))
    if (linalg::isParallelIterator(iterator))
      sizes[dim] = llvm::is_contained(vector.parallel, dim)
                       ? tileOf(range[dim], run)
                       : 1;
  return sizes;
}

void tilePlain(RewriterBase &rewriter, linalg::LinalgOp op,
               const RegisterTile &tile) {
  auto result = tileLoops(rewriter, op, parallelTiles(op, tile));
  if (succeeded(result))
    peel(rewriter, result->loops);
}

struct TilePass : impl::TileBase<TilePass> {
  using TileBase::TileBase;

  LogicalResult initialize(MLIRContext *context) override {
    return checkVectorBits(context, vectorBits);
  }

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    RewritePatternSet patterns(&getContext());
    linalg::populateDecomposePadPatterns(patterns);
    if (failed(applyPatternsGreedily(function, std::move(patterns))))
      return signalPassFailure();

    IRRewriter rewriter(&getContext());
    RegisterTile tile(vectorBits);
    SmallVector<linalg::GenericOp> contractions;
    WalkResult checked = function.walk([&](linalg::GenericOp op) {
      if (!op->hasAttr(kContractionAttr))
        return WalkResult::advance();
      if (canTile(op))
        contractions.push_back(op);
      return WalkResult(checkContraction(op));
    });
    if (checked.wasInterrupted())
      return signalPassFailure();
    for (linalg::GenericOp op : contractions)
      tileContraction(rewriter, op, tile);

    SmallVector<linalg::LinalgOp> others;
    function.walk([&](linalg::LinalgOp op) {
      if (!op->getParentOfType<LoopLikeOpInterface>() && !op->use_empty() &&
          op.getNumLoops() > 0 && canTile(op))
        others.push_back(op);
    });
    for (linalg::LinalgOp op : others)
      tilePlain(rewriter, op, tile);
  }
};

} // namespace
} // namespace hwlock
