//===- ConvolutionLayout.cpp - Convolutions on NHWC -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"

using namespace mlir;

namespace hwlock {
namespace {

constexpr auto kParallel = utils::IteratorType::parallel;
constexpr auto kReduction = utils::IteratorType::reduction;

/// Whether operands and result of `op` are static tensors of one floating-point
/// type.
bool hasOneFloatType(linalg::LinalgOp op) {
  if (!isOnStaticTensors(op))
    return false;
  Type element = getElementTypeOrSelf(op->getResult(0));
  return isa<FloatType>(element) &&
         llvm::all_of(op->getOperandTypes(), [&](Type type) {
           return getElementTypeOrSelf(type) == element;
         });
}

/// The vector that is broadcast over all but the channels of an NCHW value.
Value channelBias(Value init) {
  auto broadcast = init.getDefiningOp<linalg::BroadcastOp>();
  if (broadcast && broadcast.getDimensions() == ArrayRef<int64_t>{0, 2, 3})
    return broadcast.getInput();
  return {};
}

Value createBroadcast(OpBuilder &builder, Location loc, Value value,
                      ArrayRef<int64_t> shape) {
  Value empty =
      tensor::EmptyOp::create(builder, loc, shape, getElementTypeOrSelf(value));
  return linalg::BroadcastOp::create(builder, loc, value, empty,
                                     ArrayRef<int64_t>{0, 1, 2})
      ->getResult(0);
}

/// Output channels of a panel. Padding would add a copy of the whole result, so
/// half a register is taken before that.
int64_t panelWidth(int64_t channels, int64_t lanes) {
  for (int64_t width : {2 * lanes, lanes, lanes / 2})
    if (width > 1 && channels % width == 0)
      return width;
  return channels < lanes ? lanes : 2 * lanes;
}

struct ConvolutionToNhwc : OpRewritePattern<linalg::Conv2DNchwFchwOp> {
  ConvolutionToNhwc(MLIRContext *context, unsigned vectorBits)
      : OpRewritePattern(context), vectorBits(vectorBits) {}

  LogicalResult matchAndRewrite(linalg::Conv2DNchwFchwOp op,
                                PatternRewriter &rewriter) const override {
    if (!hasOneFloatType(op))
      return failure();
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getResult(0).getType());
    Type element = type.getElementType();
    int64_t channels = type.getDimSize(1);
    int64_t width = panelWidth(channels, lanesOf(element, vectorBits));
    SmallVector<int64_t> shape = {type.getDimSize(0), type.getDimSize(2),
                                  type.getDimSize(3),
                                  (channels + width - 1) / width, width};
    Value init = createInit(rewriter, loc, op.getOutputs()[0], shape, channels);
    if (!init)
      return failure();
    Value input = createTranspose(rewriter, loc, op.getInputs()[0], kToNhwc);
    Value filter =
        createPack(rewriter, loc, op.getInputs()[1], 0, width, {0, 2, 3, 1});
    auto result = linalg::GenericOp::create(
        rewriter, loc, init.getType(), ValueRange{input, filter}, init,
        maps(op), iterators(), buildMultiplyAdd);
    result->setAttr(kContractionAttr, rewriter.getStringAttr(kConvolutionKind));
    Value nhwc = createUnpack(rewriter, loc, result.getResult(0), channels);
    rewriter.replaceOp(op, createTranspose(rewriter, loc, nhwc, kToNchw));
    return success();
  }

private:
  static SmallVector<utils::IteratorType> iterators() {
    SmallVector<utils::IteratorType> all(5, kParallel);
    all.append(3, kReduction);
    return all;
  }

  static SmallVector<AffineMap> maps(linalg::Conv2DNchwFchwOp op) {
    MLIRContext *context = op.getContext();
    Window window = Window::of(op);
    AffineExpr n, h, w, panel, f, y, x, c;
    bindDims(context, n, h, w, panel, f, y, x, c);
    return {AffineMap::get(8, 0, {n, window.at(0, h, y), window.at(1, w, x), c},
                           context),
            AffineMap::get(8, 0, {panel, y, x, c, f}, context),
            AffineMap::get(8, 0, {n, h, w, panel, f}, context)};
  }

  /// What the sum starts from, in the shape of the result. Nothing if it is
  /// neither zero nor a bias for each channel.
  static Value createInit(OpBuilder &builder, Location loc, Value init,
                          ArrayRef<int64_t> shape, int64_t channels) {
    if (isZeroFill(init))
      return createZeros(builder, loc, shape, getElementTypeOrSelf(init));
    Value bias = channelBias(init);
    if (!bias)
      return {};
    int64_t panels = shape[3], width = shape[4];
    if (panels * width != channels)
      return createBroadcast(
          builder, loc, createPack(builder, loc, bias, 0, width, {0}), shape);
    auto type =
        RankedTensorType::get({panels, width}, getElementTypeOrSelf(bias));
    SmallVector<ReassociationIndices> groups = {{0, 1}};
    Value expanded =
        tensor::ExpandShapeOp::create(builder, loc, type, bias, groups);
    return createBroadcast(builder, loc, expanded, shape);
  }

  unsigned vectorBits;
};

struct DepthwiseToNhwc : OpRewritePattern<linalg::DepthwiseConv2DNchwChwOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(linalg::DepthwiseConv2DNchwChwOp op,
                                PatternRewriter &rewriter) const override {
    Value init = op.getOutputs()[0];
    Value bias = channelBias(init);
    if (!hasOneFloatType(op) || (!bias && !isZeroFill(init)))
      return failure();
    Location loc = op.getLoc();
    auto type = cast<RankedTensorType>(op.getResult(0).getType());
    SmallVector<int64_t> shape =
        applyPermutation(type.getShape(), ArrayRef<int64_t>(kToNhwc));
    init = bias ? createBroadcast(rewriter, loc, bias, shape)
                : createZeros(rewriter, loc, shape, type.getElementType());
    Value input = createTranspose(rewriter, loc, op.getInputs()[0], kToNhwc);
    Value filter = createTranspose(rewriter, loc, op.getInputs()[1], {1, 2, 0});
    auto result = linalg::GenericOp::create(
        rewriter, loc, init.getType(), ValueRange{input, filter}, init,
        maps(op), iterators(), buildMultiplyAdd);
    result->setAttr(kContractionAttr, rewriter.getStringAttr(kDepthwiseKind));
    rewriter.replaceOp(
        op, createTranspose(rewriter, loc, result.getResult(0), kToNchw));
    return success();
  }

private:
  static SmallVector<utils::IteratorType> iterators() {
    return {kParallel, kParallel, kParallel, kParallel, kReduction, kReduction};
  }

  static SmallVector<AffineMap> maps(linalg::DepthwiseConv2DNchwChwOp op) {
    MLIRContext *context = op.getContext();
    Window window = Window::of(op);
    AffineExpr n, h, w, c, y, x;
    bindDims(context, n, h, w, c, y, x);
    return {AffineMap::get(6, 0, {n, window.at(0, h, y), window.at(1, w, x), c},
                           context),
            AffineMap::get(6, 0, {y, x, c}, context),
            AffineMap::get(6, 0, {n, h, w, c}, context)};
  }
};

} // namespace

void populateConvolutionLayoutPatterns(RewritePatternSet &patterns,
                                       unsigned vectorBits) {
  patterns.add<ConvolutionToNhwc>(patterns.getContext(), vectorBits);
  patterns.add<DepthwiseToNhwc>(patterns.getContext());
}

} // namespace hwlock
