//===- ChooseLayouts.cpp - The layout that each kernel reads --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "VectorWidth.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/IndexingUtils.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_CHOOSELAYOUTS
#include "hwlock/Codegen/Compute/Passes.h.inc"

bool isOnStaticTensors(linalg::LinalgOp op) {
  return op.hasPureTensorSemantics() && !op.hasDynamicShape() &&
         !llvm::is_contained(op.getStaticLoopRanges(), 0);
}

Value createZeros(OpBuilder &builder, Location loc, ArrayRef<int64_t> shape,
                  Type element) {
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getZeroAttr(element));
  Value empty = tensor::EmptyOp::create(builder, loc, shape, element);
  return linalg::FillOp::create(builder, loc, zero, empty).getResult(0);
}

Value createTranspose(OpBuilder &builder, Location loc, Value value,
                      ArrayRef<int64_t> perm) {
  auto type = cast<RankedTensorType>(value.getType());
  Value empty = tensor::EmptyOp::create(builder, loc,
                                        applyPermutation(type.getShape(), perm),
                                        type.getElementType());
  return linalg::TransposeOp::create(builder, loc, value, empty, perm)
      ->getResult(0);
}

Value createPack(OpBuilder &builder, Location loc, Value value, int64_t dim,
                 int64_t size, ArrayRef<int64_t> outer) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape(type.getShape());
  std::optional<Value> padding;
  if (shape[dim] % size != 0)
    padding = arith::ConstantOp::create(
        builder, loc, builder.getZeroAttr(type.getElementType()));
  shape[dim] = (shape[dim] + size - 1) / size;
  shape = applyPermutation(shape, outer);
  shape.push_back(size);
  Value empty =
      tensor::EmptyOp::create(builder, loc, shape, type.getElementType());
  OpFoldResult tile = builder.getIndexAttr(size);
  auto pack = linalg::PackOp::create(builder, loc, value, empty, dim, tile,
                                     padding, outer);
  return pack->getResult(0);
}

Value createUnpack(OpBuilder &builder, Location loc, Value value,
                   int64_t size) {
  auto type = cast<RankedTensorType>(value.getType());
  int64_t rank = type.getRank();
  SmallVector<ReassociationIndices> groups;
  for (int64_t i = 0; i < rank - 2; ++i)
    groups.push_back({i});
  groups.push_back({rank - 2, rank - 1});
  Value joined = tensor::CollapseShapeOp::create(builder, loc, value, groups);
  auto joinedType = cast<RankedTensorType>(joined.getType());
  if (joinedType.getShape().back() == size)
    return joined;
  SmallVector<int64_t> shape(joinedType.getShape());
  shape.back() = size;
  SmallVector<OpFoldResult> offsets(rank - 1, builder.getIndexAttr(0));
  SmallVector<OpFoldResult> strides(rank - 1, builder.getIndexAttr(1));
  return tensor::ExtractSliceOp::create(
      builder, loc, joined, offsets,
      getAsIndexOpFoldResult(builder.getContext(), shape), strides);
}

Value fillValue(Value value) {
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    return fill.getInputs()[0];
  return {};
}

bool isZeroFill(Value value) {
  Value scalar = fillValue(value);
  return scalar && (matchPattern(scalar, m_AnyZeroFloat()) ||
                    matchPattern(scalar, m_Zero()));
}

void buildMultiplyAdd(OpBuilder &builder, Location loc, ValueRange arguments) {
  // Lets LLVM use one fused instruction where the vector dialect does not.
  auto flags = arith::FastMathFlags::contract;
  Value product =
      arith::MulFOp::create(builder, loc, arguments[0], arguments[1], flags);
  Value sum = arith::AddFOp::create(builder, loc, arguments[2], product, flags);
  linalg::YieldOp::create(builder, loc, sum);
}

namespace {

struct ChooseLayoutsPass : impl::ChooseLayoutsBase<ChooseLayoutsPass> {
  using ChooseLayoutsBase::ChooseLayoutsBase;

  LogicalResult initialize(MLIRContext *context) override {
    return checkVectorBits(context, vectorBits);
  }

  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    populateMatmulLayoutPatterns(patterns, vectorBits);
    populateConvolutionLayoutPatterns(patterns, vectorBits);
    populatePoolingLayoutPatterns(patterns);
    populateTransposeSinkingPatterns(patterns);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      return signalPassFailure();
    lowerPacks();
  }

private:
  /// `linalg.pack` does not bufferize.
  void lowerPacks() {
    IRRewriter rewriter(&getContext());
    SmallVector<linalg::PackOp> packs;
    getOperation().walk([&](linalg::PackOp op) { packs.push_back(op); });
    for (linalg::PackOp pack : packs) {
      rewriter.setInsertionPoint(pack);
      if (failed(linalg::lowerPack(rewriter, pack))) {
        pack.emitError("cannot lower this layout");
        return signalPassFailure();
      }
    }
  }
};

} // namespace
} // namespace hwlock
