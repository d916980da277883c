//===- LowerScalarLoops.cpp - No slow loop without a word -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_LOWERSCALARLOOPS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Iterations of `op` itself and of the loops around it.
int64_t countIterations(linalg::LinalgOp op) {
  int64_t count = 1;
  for (int64_t size : op.getStaticLoopRanges())
    count *= size;
  for (auto loop = op->getParentOfType<scf::ForOp>(); loop;
       loop = loop->getParentOfType<scf::ForOp>())
    if (std::optional<llvm::APInt> trips = loop.getStaticTripCount())
      count *= trips->getSExtValue();
  return count;
}

struct LowerScalarLoopsPass : impl::LowerScalarLoopsBase<LowerScalarLoopsPass> {
  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : ops) {
      // One element is no loop.
      if (int64_t count = countIterations(op); count > 1) {
        ++numScalarLoops;
        op->emitRemark("hwlock: '")
            << op->getName() << "' runs as a scalar loop of " << count
            << " iterations";
      }
      rewriter.setInsertionPoint(op);
      if (failed(linalg::linalgOpToLoops(rewriter, op))) {
        op->emitError("cannot lower '") << op->getName() << "' to loops";
        return signalPassFailure();
      }
      rewriter.eraseOp(op);
    }
  }
};

} // namespace
} // namespace hwlock
