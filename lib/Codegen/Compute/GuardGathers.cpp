//===- GuardGathers.cpp - Indices stay inside their tensors ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_GUARDGATHERS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Whether `index` is inside by construction: a constant, or a loop index of
/// the linalg operation, whose range the importer took from the tensor.
bool isTrusted(Value index, int64_t size, linalg::LinalgOp linalgOp) {
  if (auto constant = getConstantIntValue(index))
    return *constant >= 0 && *constant < size;
  auto loop = index.getDefiningOp<linalg::IndexOp>();
  if (!loop)
    return false;
  int64_t range = linalgOp.getStaticLoopRanges()[loop.getDim()];
  return !ShapedType::isDynamic(range) && range <= size;
}

LogicalResult guard(tensor::ExtractOp extract) {
  auto linalgOp = extract->getParentOfType<linalg::LinalgOp>();
  RankedTensorType type = extract.getTensor().getType();
  if (!linalgOp)
    return success();
  if (!type.hasStaticShape() || type.getNumElements() == 0)
    return extract.emitError("look-up in a tensor of type ")
           << type << ": expected a static shape with elements";
  OpBuilder builder(extract);
  Location loc = extract.getLoc();
  for (auto [position, index] : llvm::enumerate(extract.getIndices())) {
    int64_t size = type.getDimSize(position);
    if (isTrusted(index, size, linalgOp))
      continue;
    Value first = arith::ConstantIndexOp::create(builder, loc, 0);
    Value last = arith::ConstantIndexOp::create(builder, loc, size - 1);
    Value clamped = arith::MaxSIOp::create(builder, loc, index, first);
    clamped = arith::MinSIOp::create(builder, loc, clamped, last);
    extract.getIndicesMutable()[position].assign(clamped);
  }
  return success();
}

struct GuardGathersPass : impl::GuardGathersBase<GuardGathersPass> {
  void runOnOperation() override {
    WalkResult result = getOperation().walk(
        [](tensor::ExtractOp extract) { return WalkResult(guard(extract)); });
    if (result.wasInterrupted())
      return signalPassFailure();
    getOperation().walk([](cf::AssertOp assertion) {
      if (assertion->getParentOfType<linalg::LinalgOp>())
        assertion.erase();
    });
  }
};

} // namespace
} // namespace hwlock
