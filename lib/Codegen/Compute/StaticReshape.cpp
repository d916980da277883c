//===- StaticReshape.cpp - Reshapes whose shapes are constants ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "StaticReshape.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace hwlock {
namespace {

/// `source` as `type`, which has as many elements: one view if there is one,
/// else two with a vector in between.
Value reshape(OpBuilder &builder, Location loc, Value source,
              RankedTensorType type) {
  auto from = cast<RankedTensorType>(source.getType());
  if (from == type)
    return source;
  if (auto groups = getReassociationIndicesForReshape(from, type)) {
    if (from.getRank() > type.getRank())
      return tensor::CollapseShapeOp::create(builder, loc, type, source,
                                             *groups);
    return tensor::ExpandShapeOp::create(builder, loc, type, source, *groups);
  }
  auto vector =
      RankedTensorType::get({from.getNumElements()}, from.getElementType());
  return reshape(builder, loc, reshape(builder, loc, source, vector), type);
}

struct ReshapeToViews : OpRewritePattern<tensor::ReshapeOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::ReshapeOp op,
                                PatternRewriter &rewriter) const override {
    Value source = op.getSource();
    if (auto cast = source.getDefiningOp<tensor::CastOp>())
      source = cast.getSource();
    auto from = dyn_cast<RankedTensorType>(source.getType());
    auto to = dyn_cast<RankedTensorType>(op.getType());
    DenseIntElementsAttr sizes;
    if (!from || !from.hasStaticShape() || !to ||
        !matchPattern(op.getShape(), m_Constant(&sizes)))
      return failure();
    auto shape =
        llvm::map_to_vector(sizes.getValues<APInt>(), [](const APInt &size) {
          return size.getSExtValue();
        });
    auto type = to.clone(shape);
    if (!ShapedType::isStaticShape(shape) ||
        type.getNumElements() != from.getNumElements() || shape.empty() ||
        from.getRank() == 0)
      return failure();
    Value view = reshape(rewriter, op.getLoc(), source, type);
    if (type != to)
      view = tensor::CastOp::create(rewriter, op.getLoc(), to, view);
    rewriter.replaceOp(op, view);
    return success();
  }
};

} // namespace

void populateStaticReshapePatterns(RewritePatternSet &patterns) {
  patterns.add<ReshapeToViews>(patterns.getContext());
}

} // namespace hwlock
