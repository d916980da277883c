//===- CheckLockable.cpp - Refuse what cannot be locked -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Diagnostics are emitted at locations, here and in the other passes: those of
// an operation print it, weights and all.
//===----------------------------------------------------------------------===//
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/Passes.h"
#include "hwlock/Transforms/WeightAnalysis.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_CHECKLOCKABLE
#include "hwlock/Transforms/Passes.h.inc"

namespace {

struct CheckLockable : impl::CheckLockableBase<CheckLockable> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    // Obstacles inside a locked or nested module would only repeat the cause.
    if (failed(checkStructure(module)))
      return signalPassFailure();
    auto &analysis = getAnalysis<WeightAnalysis>();
    for (const WeightAnalysis::Refusal &refusal : analysis.refusals())
      emitError(refusal.op->getLoc()) << refusal.message;
    if (analysis.weights().size() > layout::maxWeights)
      emitError(module.getLoc())
          << "module has " << analysis.weights().size()
          << " weights, expected at most " << layout::maxWeights;
    if (!analysis.refusals().empty() ||
        analysis.weights().size() > layout::maxWeights)
      return signalPassFailure();
    markAllAnalysesPreserved();
  }

  static LogicalResult checkStructure(ModuleOp module) {
    LogicalResult result = success();
    module->walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (op == module)
        return WalkResult::advance();
      if (isa<VaultOp>(op)) {
        emitError(op->getLoc(), "module is already locked; a lock needs the "
                                "model as it was imported");
        result = failure();
        return WalkResult::skip();
      }
      if (op->hasTrait<OpTrait::SymbolTable>()) {
        emitError(op->getLoc())
            << "cannot lock a module that has another inside; "
               "inline '"
            << op->getName() << "' first";
        result = failure();
        return WalkResult::skip();
      }
      return WalkResult::advance();
    });
    return result;
  }
};

} // namespace
} // namespace hwlock
