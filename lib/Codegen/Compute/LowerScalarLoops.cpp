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

/// Iterations of `op` itself and of the loops around it whose number is known.
int64_t countIterations(linalg::LinalgOp op) {
  int64_t count = 1;
  for (int64_t size : op.getStaticLoopRanges())
    count *= ShapedType::isDynamic(size) ? 1 : size;
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
    for (linalg::LinalgOp op : ops)
      if (failed(lower(op)))
        return signalPassFailure();
  }

private:
  LogicalResult lower(linalg::LinalgOp op) {
    if (!op.hasPureBufferSemantics())
      return op->emitError("'") << op->getName()
                                << "' works on tensors: expected buffers; run "
                                   "one-shot-bufferize before";
    remark(op);
    IRRewriter rewriter(op);
    if (failed(linalg::linalgOpToLoops(rewriter, op)))
      return op->emitError("cannot lower '") << op->getName() << "' to loops";
    rewriter.eraseOp(op);
    return success();
  }

  void remark(linalg::LinalgOp op) {
    int64_t count = countIterations(op);
    // One element is no loop.
    if (!op.hasDynamicShape() && count <= 1)
      return;
    ++numScalarLoops;
    op->emitRemark("'") << op->getName() << "' runs as a scalar loop of "
                        << (op.hasDynamicShape() ? "at least " : "") << count
                        << " iterations";
  }
};

} // namespace
} // namespace hwlock
