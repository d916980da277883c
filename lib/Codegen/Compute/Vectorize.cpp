//===- Vectorize.cpp - Tiles become vectors -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Tiling.h"
#include "Windows.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Hoisting.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorTransforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_VECTORIZE
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Larger iteration spaces would be unrolled into too much code.
constexpr int64_t kMaxPoints = 16384;

bool canVectorize(linalg::LinalgOp op) {
  if (op.hasDynamicShape() || touchesBooleans(op))
    return false;
  int64_t points = 1;
  for (int64_t size : op.getStaticLoopRanges())
    points *= size;
  return points <= kMaxPoints;
}

/// What is read of a tensor that one number was written all over. The patterns
/// of the dialect forward a vector only to a read of the same form.
struct ReadFilled : OpRewritePattern<vector::TransferReadOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(vector::TransferReadOp read,
                                PatternRewriter &rewriter) const override {
    auto write = read.getBase().getDefiningOp<vector::TransferWriteOp>();
    SplatElementsAttr filled;
    if (!write || write.getMask() || read.getMask() ||
        write.hasOutOfBoundsDim() || read.hasOutOfBoundsDim() ||
        write.getVectorType().getShape() != write.getShapedType().getShape() ||
        !matchPattern(write.getValueToStore(), m_Constant(&filled)))
      return failure();
    rewriter.replaceOpWithNewOp<arith::ConstantOp>(
        read, filled.resizeSplat(read.getVectorType()));
    return success();
  }
};

struct VectorizePass : impl::VectorizeBase<VectorizePass> {
  void runOnOperation() override {
    dropUnitDims();
    vectorizeAll();
    simplifyTransfers();
    hoist();
  }

private:
  using Populate = llvm::function_ref<void(RewritePatternSet &)>;

  void apply(Populate populate) {
    RewritePatternSet patterns(&getContext());
    populate(patterns);
    vector::TransferReadOp::getCanonicalizationPatterns(patterns,
                                                        &getContext());
    vector::TransferWriteOp::getCanonicalizationPatterns(patterns,
                                                         &getContext());
    // Not reaching a fixed point is harmless: any result is correct.
    (void)applyPatternsGreedily(getOperation(), std::move(patterns));
  }

  /// Collected before any of them is rewritten.
  SmallVector<linalg::LinalgOp> vectorizableOps() {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (canVectorize(op))
        ops.push_back(op);
    });
    return ops;
  }

  /// Whether `op` is named but only the patterns for `linalg.generic` make good
  /// vectors of it: windows, and unit dimensions between others.
  static bool shouldGeneralize(linalg::LinalgOp op) {
    return !isa<linalg::GenericOp>(op.getOperation()) &&
           (isa<linalg::TransposeOp>(op.getOperation()) ||
            !llvm::all_of(op.getIndexingMapsArray(), [](AffineMap map) {
              return map.isProjectedPermutation();
            }));
  }

  void dropUnitDims() {
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : vectorizableOps()) {
      rewriter.setInsertionPoint(op);
      auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
      if (shouldGeneralize(op))
        if (auto result = linalg::generalizeNamedOp(rewriter, op);
            succeeded(result))
          generic = *result;
      if (generic)
        sliceWindows(rewriter, generic);
    }
    apply([](RewritePatternSet &patterns) {
      linalg::ControlDropUnitDims options;
      options.rankReductionStrategy = linalg::ControlDropUnitDims::
          RankReductionStrategy::ExtractInsertSlice;
      linalg::populateFoldUnitExtentDimsPatterns(patterns, options);
      tensor::populateMergeConsecutiveInsertExtractSlicePatterns(patterns);
    });
  }

  void vectorizeAll() {
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : vectorizableOps()) {
      rewriter.setInsertionPoint(op);
      auto result = linalg::vectorize(
          rewriter, op, /*inputVectorSizes=*/{}, /*inputScalableVecDims=*/{},
          /*vectorizeNDExtract=*/false, /*flatten1DDepthwiseConv=*/false,
          /*assumeDynamicDimsMatchVecSizes=*/false,
          /*createNamedContraction=*/true);
      if (succeeded(result))
        rewriter.replaceOp(op, result->replacements);
    }
  }

  void simplifyTransfers() {
    // Permuted accesses first: a contraction takes plain ones only.
    apply([](RewritePatternSet &patterns) {
      vector::populateVectorTransferPermutationMapLoweringPatterns(patterns);
    });
    apply([&](RewritePatternSet &patterns) {
      vector::populateVectorReductionToContractPatterns(patterns);
      vector::populateSinkVectorOpsPatterns(patterns);
      tensor::populateFoldTensorSubsetIntoVectorTransferPatterns(patterns);
      vector::ContractionOp::getCanonicalizationPatterns(patterns,
                                                         &getContext());
    });
    apply([](RewritePatternSet &patterns) {
      vector::populateCastAwayVectorLeadingOneDimPatterns(patterns);
    });
  }

  /// Accumulators become values that loops carry.
  void hoist() {
    func::FuncOp function = getOperation();
    function.walk(
        [](LoopLikeOpInterface loop) { moveLoopInvariantCode(loop); });
    IRRewriter rewriter(&getContext());
    SmallVector<LoopLikeOpInterface> loops;
    function.walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (LoopLikeOpInterface loop : loops)
      (void)hoistLoopInvariantSubsets(rewriter, loop);
    apply([&](RewritePatternSet &patterns) {
      patterns.add<ReadFilled>(patterns.getContext());
      scf::ForOp::getCanonicalizationPatterns(patterns, &getContext());
    });
  }
};

} // namespace
} // namespace hwlock
