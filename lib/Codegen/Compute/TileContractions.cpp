//===- TileContractions.cpp - Register tiles and what follows them --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "Tiling.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/SCF/Transforms/TileUsingInterface.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
namespace {

using Chain = llvm::SmallPtrSet<Operation *, 8>;

/// The next operation if it is elementwise, reads `op` alone of what `op`
/// computes, and in the same order.
linalg::GenericOp nextInChain(Operation *op) {
  if (!op->hasOneUse())
    return {};
  OpOperand &use = *op->use_begin();
  auto next = dyn_cast<linalg::GenericOp>(use.getOwner());
  if (!next || next.getNumLoops() != next.getNumParallelLoops() ||
      next.getNumResults() != 1 || next.isDpsInit(&use) ||
      !next.getMatchingIndexingMap(&use).isIdentity() ||
      !next.getMatchingIndexingMap(next.getDpsInitOperand(0)).isIdentity())
    return {};
  return next;
}

/// Sizes and loop order, outermost first; panels of weights go outside so that
/// one stays in the cache.
struct ParallelTiles {
  SmallVector<int64_t> sizes, order;
};

ParallelTiles parallelTiles(linalg::GenericOp op, const RegisterTile &tile) {
  auto kind = op->getAttrOfType<StringAttr>(kContractionAttr).getValue();
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  if (kind == kMatmulKind)
    return {{tileOf(range[0], tile.rows), 1, 0}, {1, 0, 2}};
  if (kind == kDepthwiseKind) {
    Type element = getElementTypeOrSelf(op.getResult(0));
    int64_t channels = tileOf(range[3], tile.run(element) / 2);
    return {{1, 1, tileOf(range[2], 4), channels}, {0, 1, 2, 3}};
  }
  // Several short rows of the image make one tile.
  int64_t width = tileOf(range[2], tile.rows);
  int64_t height = 1;
  if (width == range[2])
    for (int64_t rows = tile.rows / width; rows > 1 && height == 1; --rows)
      if (range[1] % rows == 0)
        height = rows;
  return {{1, height, width, 1, 0}, {3, 0, 1, 2, 4}};
}

/// Number of loops of a contraction of `kind`, and how many come first and are
/// parallel; nothing if `kind` is unknown.
std::optional<std::pair<unsigned, unsigned>> loopsOf(StringRef kind) {
  if (kind == kMatmulKind)
    return std::pair(4u, 3u);
  if (kind == kConvolutionKind)
    return std::pair(8u, 5u);
  if (kind == kDepthwiseKind)
    return std::pair(6u, 4u);
  return std::nullopt;
}

} // namespace

LogicalResult checkContraction(linalg::GenericOp op) {
  auto kind = op->getAttrOfType<StringAttr>(kContractionAttr);
  auto loops = kind ? loopsOf(kind.getValue()) : std::nullopt;
  if (!loops)
    return op.emitError("attribute ")
           << kContractionAttr
           << " is set by hwlock-choose-layouts: expected \"matmul\", "
              "\"convolution\" or \"depthwise\", found "
           << op->getAttr(kContractionAttr);
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  if (op.getNumLoops() != loops->first ||
      !llvm::all_of(ArrayRef(iterators).take_front(loops->second),
                    linalg::isParallelIterator))
    return op.emitError("contraction of kind ")
           << kind << ": expected " << loops->first << " loops, the first "
           << loops->second << " of them parallel";
  return success();
}

void tileContraction(RewriterBase &rewriter, linalg::GenericOp op,
                     const RegisterTile &tile) {
  ParallelTiles tiles = parallelTiles(op, tile);
  Chain chain = {op};
  Operation *root = op;
  while (linalg::GenericOp next = nextInChain(root)) {
    root = next;
    chain.insert(root);
  }

  scf::SCFTileAndFuseOptions options;
  options.tilingOptions
      .setTileSizes(getAsIndexOpFoldResult(op.getContext(), tiles.sizes))
      .setInterchange(tiles.order);
  options.setFusionControlFn(
      [&](tensor::ExtractSliceOp, OpResult producer,
          bool) -> std::optional<scf::SCFTileAndFuseOptions::ControlFnResult> {
        Operation *owner = producer.getOwner();
        if (chain.contains(owner) ||
            isa<linalg::FillOp, linalg::BroadcastOp>(owner))
          return scf::SCFTileAndFuseOptions::ControlFnResult{};
        return std::nullopt;
      });
  rewriter.setInsertionPoint(root);
  auto result = scf::tileConsumerAndFuseProducersUsingSCF(
      rewriter, cast<TilingInterface>(root), options);
  if (failed(result))
    return;
  for (auto [from, to] : result->replacements)
    rewriter.replaceAllUsesWith(from, to);
  peel(rewriter, result->loops);
}

} // namespace hwlock
