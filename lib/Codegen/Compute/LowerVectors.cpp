//===- LowerVectors.cpp - To what one instruction does --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_LOWERVECTORS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Without an instruction for it a fused multiply-add is a call into libm for
/// each element.
template <typename FmaOp> struct ExpandFma : OpRewritePattern<FmaOp> {
  using OpRewritePattern<FmaOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(FmaOp op,
                                PatternRewriter &rewriter) const override {
    auto operands = op->getOperands();
    Value product =
        arith::MulFOp::create(rewriter, op.getLoc(), operands[0], operands[1]);
    rewriter.replaceOpWithNewOp<arith::AddFOp>(op, product, operands[2]);
    return success();
  }
};

/// True of one element of memory; patterns of vectors want those of its row to
/// lie beside each other, which those of a column do not.
bool isOneElement(VectorTransferOpInterface transfer) {
  return transfer.getVectorType().getRank() == 0 && !transfer.getMask() &&
         isa<MemRefType>(transfer.getShapedType());
}

struct LoadElement : OpRewritePattern<vector::TransferReadOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vector::TransferReadOp op,
                                PatternRewriter &rewriter) const override {
    if (!isOneElement(op))
      return failure();
    Value element = memref::LoadOp::create(rewriter, op.getLoc(), op.getBase(),
                                           op.getIndices());
    rewriter.replaceOpWithNewOp<vector::BroadcastOp>(op, op.getVectorType(),
                                                     element);
    return success();
  }
};

struct StoreElement : OpRewritePattern<vector::TransferWriteOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vector::TransferWriteOp op,
                                PatternRewriter &rewriter) const override {
    if (!isOneElement(op))
      return failure();
    Value element = vector::ExtractOp::create(
        rewriter, op.getLoc(), op.getVector(), ArrayRef<int64_t>());
    rewriter.replaceOpWithNewOp<memref::StoreOp>(op, element, op.getBase(),
                                                 op.getIndices());
    return success();
  }
};

struct LowerVectorsPass : impl::LowerVectorsBase<LowerVectorsPass> {
  using LowerVectorsBase::LowerVectorsBase;

  void runOnOperation() override {
    apply([](RewritePatternSet &patterns) {
      populateMathPolynomialApproximationPatterns(patterns, [](StringRef name) {
        return name == math::ExpOp::getOperationName() ||
               name == math::ErfOp::getOperationName() ||
               name == math::TanhOp::getOperationName();
      });
    });
    apply([](RewritePatternSet &patterns) {
      vector::populateVectorTransferPermutationMapLoweringPatterns(patterns);
      vector::populateVectorMultiReductionLoweringPatterns(
          patterns, vector::VectorMultiReductionLowering::InnerReduction);
      vector::populateVectorContractLoweringPatterns(
          patterns, vector::VectorContractLowering::OuterProduct);
      vector::populateVectorOuterProductLoweringPatterns(patterns);
      vector::populateVectorBroadcastLoweringPatterns(patterns);
    });
    apply([](RewritePatternSet &patterns) {
      vector::populateVectorShapeCastLoweringPatterns(patterns);
      vector::populateVectorTransposeLoweringPatterns(
          patterns, vector::VectorTransposeLowering::Shuffle16x16);
      vector::populateVectorTransferLoweringPatterns(patterns,
                                                     /*maxTransferRank=*/1);
      patterns.add<LoadElement, StoreElement>(patterns.getContext());
    });
    if (!hasFma)
      apply([](RewritePatternSet &patterns) {
        patterns.add<ExpandFma<vector::FMAOp>, ExpandFma<math::FmaOp>>(
            patterns.getContext());
      });
  }

private:
  void apply(llvm::function_ref<void(RewritePatternSet &)> populate) {
    RewritePatternSet patterns(&getContext());
    populate(patterns);
    (void)applyPatternsGreedily(getOperation(), std::move(patterns));
  }
};

} // namespace
} // namespace hwlock
