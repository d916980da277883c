//===- TransposeSinking.cpp - NCHW transposes move to the end -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The transpose behind a convolution meets the one before the next and cancels.
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace hwlock {
namespace {

/// The NHWC value whose NCHW form `value` is, or nothing.
Value nhwcSource(Value value) {
  auto transpose = value.getDefiningOp<linalg::TransposeOp>();
  if (transpose && transpose.getPermutation() == ArrayRef<int64_t>(kToNchw))
    return transpose.getInput();
  return {};
}

/// An elementwise operation with an operand in NCHW computes in NHWC.
struct SinkBelowElementwise : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumLoops() != 4 || op.getNumParallelLoops() != 4 ||
        op.getNumResults() != 1 || !isOnStaticTensors(op) ||
        op.hasIndexSemantics() ||
        !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
        op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
      return failure();
    auto hasNhwcSource = [&](OpOperand *operand) {
      return nhwcSource(operand->get()) &&
             op.getMatchingIndexingMap(operand).isIdentity();
    };
    if (llvm::none_of(op.getDpsInputOperands(), hasNhwcSource))
      return failure();

    MLIRContext *context = rewriter.getContext();
    AffineExpr n, h, w, c;
    bindDims(context, n, h, w, c);
    AffineMap fromNhwc = AffineMap::get(4, 0, {n, c, h, w}, context);
    SmallVector<Value> inputs;
    SmallVector<AffineMap> maps;
    for (OpOperand *operand : op.getDpsInputOperands()) {
      bool direct = hasNhwcSource(operand);
      inputs.push_back(direct ? nhwcSource(operand->get()) : operand->get());
      maps.push_back(
          direct ? rewriter.getMultiDimIdentityMap(4)
                 : op.getMatchingIndexingMap(operand).compose(fromNhwc));
    }
    maps.push_back(rewriter.getMultiDimIdentityMap(4));
    auto type = cast<RankedTensorType>(op.getResult(0).getType());
    Value empty = tensor::EmptyOp::create(
        rewriter, op.getLoc(),
        applyPermutation(type.getShape(), ArrayRef<int64_t>(kToNhwc)),
        type.getElementType());
    auto result = linalg::GenericOp::create(rewriter, op.getLoc(),
                                            empty.getType(), inputs, empty,
                                            maps, op.getIteratorTypesArray());
    rewriter.inlineRegionBefore(op.getRegion(), result.getRegion(),
                                result.getRegion().begin());
    rewriter.replaceOp(op, createTranspose(rewriter, op.getLoc(),
                                           result.getResult(0), kToNchw));
    return success();
  }
};

struct SinkBelowPad : OpRewritePattern<tensor::PadOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tensor::PadOp op,
                                PatternRewriter &rewriter) const override {
    Value source = nhwcSource(op.getSource());
    Value padding = op.getConstantPaddingValue();
    if (!source || !padding || !op.getResultType().hasStaticShape())
      return failure();
    auto type = op.getResultType();
    auto nhwcType = RankedTensorType::get(
        applyPermutation(type.getShape(), ArrayRef<int64_t>(kToNhwc)),
        type.getElementType());
    auto low = op.getMixedLowPad(), high = op.getMixedHighPad();
    applyPermutationToVector(low, kToNhwc);
    applyPermutationToVector(high, kToNhwc);
    Value padded = tensor::PadOp::create(rewriter, op.getLoc(), nhwcType,
                                         source, low, high, padding);
    rewriter.replaceOp(op,
                       createTranspose(rewriter, op.getLoc(), padded, kToNchw));
    return success();
  }
};

/// A reduction reads what was transposed where it lies.
struct AbsorbIntoReduction : OpRewritePattern<linalg::GenericOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::GenericOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getNumReductionLoops() == 0 || !isOnStaticTensors(op) ||
        op->hasAttr(kContractionAttr))
      return failure();
    SmallVector<AffineMap> maps = op.getIndexingMapsArray();
    bool changed = false;
    for (OpOperand *operand : op.getDpsInputOperands()) {
      auto transpose = operand->get().getDefiningOp<linalg::TransposeOp>();
      AffineMap &map = maps[operand->getOperandNumber()];
      if (!transpose || !map.isProjectedPermutation())
        continue;
      auto inverse = invertPermutationVector(transpose.getPermutation());
      SmallVector<AffineExpr> results(map.getResults());
      applyPermutationToVector(results, inverse);
      map = AffineMap::get(map.getNumDims(), 0, results, op.getContext());
      rewriter.modifyOpInPlace(op, [&] { operand->set(transpose.getInput()); });
      changed = true;
    }
    if (!changed)
      return failure();
    rewriter.modifyOpInPlace(op, [&] {
      op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
    });
    return success();
  }
};

} // namespace

void populateTransposeSinkingPatterns(RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<SinkBelowElementwise, SinkBelowPad, AbsorbIntoReduction>(
      context);
  linalg::TransposeOp::getCanonicalizationPatterns(patterns, context);
}

} // namespace hwlock
