//===- PoolingLayout.cpp - Pooling on NHWC --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace hwlock {
namespace {

using BodyBuilder = void (*)(OpBuilder &, Location, ValueRange);

void buildMaximum(OpBuilder &builder, Location loc, ValueRange arguments) {
  Value maximum =
      arith::MaximumFOp::create(builder, loc, arguments[0], arguments[2]);
  linalg::YieldOp::create(builder, loc, maximum);
}

void buildSum(OpBuilder &builder, Location loc, ValueRange arguments) {
  Value sum = arith::AddFOp::create(builder, loc, arguments[0], arguments[2]);
  linalg::YieldOp::create(builder, loc, sum);
}

template <typename PoolingOp>
struct PoolingToNhwc : OpRewritePattern<PoolingOp> {
  PoolingToNhwc(MLIRContext *context, BodyBuilder body)
      : OpRewritePattern<PoolingOp>(context), body(body) {}

  LogicalResult matchAndRewrite(PoolingOp op,
                                PatternRewriter &rewriter) const override {
    if (!isOnStaticTensors(op))
      return failure();
    Value start = fillValue(op.getOutputs()[0]);
    auto type = cast<RankedTensorType>(op.getResult(0).getType());
    if (!start || !isa<FloatType>(type.getElementType()) ||
        getElementTypeOrSelf(op.getInputs()[0]) != type.getElementType())
      return failure();
    Location loc = op.getLoc();
    Value input = createTranspose(rewriter, loc, op.getInputs()[0], kToNhwc);
    Value empty = tensor::EmptyOp::create(
        rewriter, loc,
        applyPermutation(type.getShape(), ArrayRef<int64_t>(kToNhwc)),
        type.getElementType());
    Value init =
        linalg::FillOp::create(rewriter, loc, start, empty).getResult(0);

    MLIRContext *context = rewriter.getContext();
    Window window = Window::of(op);
    AffineExpr n, h, w, c, y, x;
    bindDims(context, n, h, w, c, y, x);
    SmallVector<AffineMap> maps = {
        AffineMap::get(6, 0, {n, window.at(0, h, y), window.at(1, w, x), c},
                       context),
        AffineMap::get(6, 0, {y, x}, context),
        AffineMap::get(6, 0, {n, h, w, c}, context)};
    SmallVector<utils::IteratorType> iterators(4,
                                               utils::IteratorType::parallel);
    iterators.append(2, utils::IteratorType::reduction);
    auto result = linalg::GenericOp::create(
        rewriter, loc, init.getType(), ValueRange{input, op.getInputs()[1]},
        init, maps, iterators, body);
    result->setAttr(kContractionAttr, rewriter.getStringAttr(kDepthwiseKind));
    rewriter.replaceOp(
        op, createTranspose(rewriter, loc, result.getResult(0), kToNchw));
    return success();
  }

private:
  BodyBuilder body;
};

} // namespace

void populatePoolingLayoutPatterns(RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<PoolingToNhwc<linalg::PoolingNchwMaxOp>>(context, buildMaximum);
  patterns.add<PoolingToNhwc<linalg::PoolingNchwSumOp>>(context, buildSum);
}

} // namespace hwlock
