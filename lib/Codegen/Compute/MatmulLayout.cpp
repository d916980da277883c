//===- MatmulLayout.cpp - Right sides in column panels --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A kernel reads [N/n0][K][n0] front to back: n0 columns fill two registers.
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
namespace {

/// Columns of a panel. A product with few rows needs wide panels to have enough
/// independent accumulators.
int64_t panelWidth(int64_t rows, int64_t columns, int64_t lanes) {
  if (rows <= 2 && columns % (4 * lanes) == 0)
    return 4 * lanes;
  if (columns % (2 * lanes) == 0)
    return 2 * lanes;
  return columns % lanes == 0 || columns < lanes ? lanes : 2 * lanes;
}

struct PackMatmul : OpRewritePattern<linalg::MatmulOp> {
  PackMatmul(MLIRContext *context, unsigned vectorBits)
      : OpRewritePattern(context), vectorBits(vectorBits) {}

  LogicalResult matchAndRewrite(linalg::MatmulOp op,
                                PatternRewriter &rewriter) const override {
    if (!isOnStaticTensors(op))
      return failure();
    Value left = op.getInputs()[0], right = op.getInputs()[1];
    auto type = cast<RankedTensorType>(op.getResult(0).getType());
    auto leftType = cast<RankedTensorType>(left.getType());
    Type element = type.getElementType();
    if (op.hasUserDefinedMaps() || !isa<FloatType>(element) ||
        leftType.getElementType() != element ||
        getElementTypeOrSelf(right) != element ||
        !isZeroFill(op.getOutputs()[0]))
      return failure();
    int64_t rows = type.getDimSize(0), columns = type.getDimSize(1);
    int64_t width = panelWidth(rows, columns, lanesOf(element, vectorBits));
    int64_t panels = (columns + width - 1) / width;

    Location loc = op.getLoc();
    Value packed = packRight(rewriter, loc, right, width);
    Value zeros = createZeros(rewriter, loc, {rows, panels, width}, element);
    MLIRContext *context = rewriter.getContext();
    AffineExpr m, panel, n, k;
    bindDims(context, m, panel, n, k);
    SmallVector<AffineMap> maps = {
        AffineMap::get(4, 0, {m, k}, context),
        AffineMap::get(4, 0, {panel, k, n}, context),
        AffineMap::get(4, 0, {m, panel, n}, context)};
    SmallVector<utils::IteratorType> iterators(4,
                                               utils::IteratorType::parallel);
    iterators.back() = utils::IteratorType::reduction;
    auto product = linalg::GenericOp::create(rewriter, loc, zeros.getType(),
                                             ValueRange{left, packed}, zeros,
                                             maps, iterators, buildMultiplyAdd);
    product->setAttr(kContractionAttr, rewriter.getStringAttr(kMatmulKind));
    rewriter.replaceOp(
        op, createUnpack(rewriter, loc, product.getResult(0), columns));
    return success();
  }

private:
  /// Reads through a transpose, which importers put before each linear layer.
  static Value packRight(OpBuilder &builder, Location loc, Value right,
                         int64_t width) {
    auto transpose = right.getDefiningOp<linalg::TransposeOp>();
    if (transpose)
      return createPack(builder, loc, transpose.getInput(), 0, width, {0, 1});
    return createPack(builder, loc, right, 1, width, {1, 0});
  }

  unsigned vectorBits;
};

} // namespace

void populateMatmulLayoutPatterns(RewritePatternSet &patterns,
                                  unsigned vectorBits) {
  patterns.add<PackMatmul>(patterns.getContext(), vectorBits);
}

} // namespace hwlock
