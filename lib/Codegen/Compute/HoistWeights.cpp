//===- HoistWeights.cpp - Weights become arguments ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs before anything can fold a constant: after it, a locked and an unlocked
// module differ in nothing but the attributes of these arguments.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_HOISTWEIGHTS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

LogicalResult checkHasBytes(arith::ConstantOp constant) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(constant.getValue());
  if (!resource || resource.getRawHandle().getBlob())
    return success();
  return constant.emitError("weight '")
         << resource.getRawHandle().getKey()
         << "' has no data: expected the bytes of its resource, found none; "
            "was the module printed with elided resources?";
}

LogicalResult checkReplaceable(arith::ConstantOp constant) {
  if (!constant->hasAttr(kReplaceableAttr) ||
      (isa<DenseResourceElementsAttr>(constant.getValue()) &&
       isa<RankedTensorType>(constant.getType())))
    return success();
  return constant.emitError("'")
         << kReplaceableAttr << "' is for tensors that a resource holds, found "
         << constant.getValue();
}

struct HoistWeightsPass : impl::HoistWeightsBase<HoistWeightsPass> {
  void runOnOperation() override {
    // What `--lock-model` would seal; fixed before an attribute of an argument
    // can look like data.
    WeightAnalysis analysis(getOperation());
    for (auto &[value, constants] : analysis.weights())
      clear.insert(constants.begin(), constants.end());
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function.isPublic() && !function.isExternal() &&
          failed(hoist(function)))
        return signalPassFailure();
  }

private:
  LogicalResult hoist(func::FuncOp function) {
    SmallVector<std::pair<Operation *, Attribute>> weights;
    WalkResult result = function.walk([&](Operation *op) -> WalkResult {
      if (auto unseal = dyn_cast<UnsealOp>(op))
        weights.emplace_back(op, unseal.getWeight());
      auto constant = dyn_cast<arith::ConstantOp>(op);
      if (constant && (failed(checkHasBytes(constant)) ||
                       failed(checkReplaceable(constant))))
        return WalkResult::interrupt();
      if (constant && (clear.contains(op) || op->hasAttr(kReplaceableAttr)))
        weights.emplace_back(op, constant.getValue());
      return WalkResult::advance();
    });
    if (result.wasInterrupted())
      return failure();
    llvm::DenseMap<Attribute, BlockArgument> arguments;
    for (auto [op, weight] : weights) {
      BlockArgument &argument = arguments[weight];
      if (!argument)
        argument = addArgument(function, op, weight);
      op->replaceAllUsesWith(ValueRange(argument));
      op->erase();
    }
    function.walk([](OpenOp open) {
      if (open->use_empty())
        open.erase();
    });
    return success();
  }

  /// Appends the argument that takes the place of the result of `op`.
  static BlockArgument addArgument(func::FuncOp function, Operation *op,
                                   Attribute weight) {
    unsigned index = function.getNumArguments();
    NamedAttribute attribute(
        StringAttr::get(function.getContext(), kWeightAttr), weight);
    // The location is not that of `op`: it would tell locked and unlocked
    // modules apart.
    [[maybe_unused]] LogicalResult inserted = function.insertArgument(
        index, op->getResult(0).getType(),
        DictionaryAttr::get(function.getContext(), attribute),
        function.getLoc());
    assert(succeeded(inserted) && "func.func takes any argument");
    return function.getArgument(index);
  }

  /// Weights that are not sealed.
  llvm::DenseSet<Operation *> clear;
};

} // namespace
} // namespace hwlock
