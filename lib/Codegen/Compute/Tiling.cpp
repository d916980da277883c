//===- Tiling.cpp - Tile sizes --------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Tiling.h"
#include "Layouts.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/SCF/Transforms/Transforms.h"

using namespace mlir;

namespace hwlock {

int64_t RegisterTile::run(Type element) const {
  unsigned bits = element.isIntOrFloat() ? element.getIntOrFloatBitWidth() : 64;
  return 4 * vectorBits / std::max(bits, 8u);
}

int64_t tileOf(int64_t size, int64_t cap) {
  if (size <= cap)
    return size;
  for (int64_t tile = cap; 2 * tile >= cap && tile > 1; --tile)
    if (size % tile == 0)
      return tile;
  return cap;
}

FailureOr<scf::SCFTilingResult> tileLoops(RewriterBase &rewriter,
                                          linalg::LinalgOp op,
                                          ArrayRef<int64_t> sizes) {
  scf::SCFTilingOptions options;
  options.setTileSizes(getAsIndexOpFoldResult(op.getContext(), sizes));
  rewriter.setInsertionPoint(op);
  auto result = scf::tileUsingSCF(
      rewriter, cast<TilingInterface>(op.getOperation()), options);
  if (succeeded(result))
    rewriter.replaceOp(op, result->replacements);
  return result;
}

void peel(RewriterBase &rewriter, ArrayRef<LoopLikeOpInterface> loops) {
  // From the inside out: an outer loop then copies what is already peeled.
  for (LoopLikeOpInterface loop : llvm::reverse(loops)) {
    scf::ForOp partial;
    if (auto forOp = dyn_cast<scf::ForOp>(loop.getOperation()))
      (void)scf::peelForLoopAndSimplifyBounds(rewriter, forOp, partial);
  }
}

bool touchesBooleans(linalg::LinalgOp op) {
  return llvm::any_of(op->getOperandTypes(), [](Type type) {
    return isa<ShapedType>(type) && getElementTypeOrSelf(type).isInteger(1);
  });
}

/// Whether a tile of the loops reads a tile of the operand that starts where
/// the first iteration reads: dimensions, their sums and positive multiples.
static bool isForward(AffineMap map) {
  bool forward = true;
  map.walkExprs([&](AffineExpr expr) {
    auto constant = dyn_cast<AffineConstantExpr>(expr);
    auto kind = expr.getKind();
    forward &= constant ? constant.getValue() >= 0
                        : kind == AffineExprKind::DimId ||
                              kind == AffineExprKind::Add ||
                              kind == AffineExprKind::Mul;
  });
  return forward;
}

bool canTile(linalg::LinalgOp op) {
  return op.hasPureTensorSemantics() && !op.hasDynamicShape() &&
         !touchesBooleans(op) &&
         !llvm::is_contained(op.getStaticLoopRanges(), 0) &&
         llvm::all_of(op.getIndexingMapsArray(), isForward);
}

bool isSumOfProducts(linalg::LinalgOp op) {
  if (auto kind = op->getAttrOfType<StringAttr>(kContractionAttr))
    return kind != kDepthwiseKind;
  auto dims = linalg::isaContractionOpInterface(op)
                  ? linalg::inferContractionDims(op)
                  : FailureOr<linalg::ContractionDimensions>(failure());
  return succeeded(dims) && !dims->m.empty() && !dims->n.empty();
}

/// The dimension along which `map` walks through memory one by one.
static std::optional<unsigned> innermostDim(AffineMap map,
                                            ArrayRef<int64_t> range) {
  for (AffineExpr expr : llvm::reverse(map.getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      return std::nullopt;
    if (range[dim.getPosition()] > 1)
      return dim.getPosition();
  }
  return std::nullopt;
}

VectorDims chooseVectorDims(linalg::LinalgOp op) {
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  auto iterators = op.getIteratorTypesArray();
  AffineMap outputMap = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  std::optional<unsigned> output = innermostDim(outputMap, range);
  VectorDims dims;
  bool inputAgrees = op.getNumDpsInputs() == 0;
  std::optional<unsigned> other;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(operand);
    auto dim = innermostDim(map, range);
    // A window slides along the output.
    bool slides = !dim && output && map.getNumResults() > 0 &&
                  map.getResults().back().isFunctionOfDim(*output);
    if (slides || (dim && dim == output))
      inputAgrees = true;
    else if (!dim)
      continue;
    else if (linalg::isParallelIterator(iterators[*dim]))
      other = dim;
    else
      dims.reduction = dim;
  }
  if (output && (inputAgrees || !dims.reduction)) {
    dims.reduction.reset();
    dims.parallel.push_back(*output);
    if (other)
      dims.parallel.push_back(*other);
  }
  return dims;
}

} // namespace hwlock
