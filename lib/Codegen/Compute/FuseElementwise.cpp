//===- FuseElementwise.cpp - One loop where there were many ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_FUSEELEMENTWISE
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

bool isElementwise(Operation *op) {
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  return generic && generic.getNumLoops() == generic.getNumParallelLoops();
}

/// A body that reads other tensors is a gather: `hwlock-tile` moves whole rows
/// if it stays alone.
bool isGather(Operation *op) {
  return op->walk([](tensor::ExtractOp) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

bool shouldFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  Operation *consumer = operand->getOwner();
  return isElementwise(producer) && producer->hasOneUse() &&
         !isGather(producer) && !isGather(consumer) &&
         !consumer->hasAttr(kContractionAttr);
}

bool shouldSinkReshape(OpOperand *operand) {
  return isElementwise(operand->getOwner()) && !isGather(operand->getOwner()) &&
         operand->get().getDefiningOp<tensor::CollapseShapeOp>();
}

struct FuseElementwisePass : impl::FuseElementwiseBase<FuseElementwisePass> {
  void runOnOperation() override {
    generalizeNamed();
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    linalg::populateFoldReshapeOpsByExpansionPatterns(patterns,
                                                      shouldSinkReshape);
    linalg::populateElementwiseOpsFusionPatterns(patterns, shouldFuse);
    linalg::populateEraseUnusedOperandsAndResultsPatterns(patterns);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::EmptyOp::getCanonicalizationPatterns(patterns, context);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }

private:
  /// Fusion knows `linalg.generic` only.
  void generalizeNamed() {
    SmallVector<linalg::LinalgOp> named;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (linalg::isElementwise(op) &&
          !isa<linalg::GenericOp, linalg::FillOp, linalg::TransposeOp,
               linalg::BroadcastOp, linalg::CopyOp>(op))
        named.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : named) {
      rewriter.setInsertionPoint(op);
      // What cannot be generalised runs as it is.
      (void)linalg::generalizeNamedOp(rewriter, op);
    }
  }
};

} // namespace
} // namespace hwlock
