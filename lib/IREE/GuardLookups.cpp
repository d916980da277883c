//===- GuardLookups.cpp - Look-ups under garbage stay inside --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "GuardLookups.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {

/// The last index of a dimension, computed before `loops`.
static Value lastIndex(Value tensor, int64_t position, Operation *loops) {
  OpBuilder builder(loops);
  Location location = loops->getLoc();
  int64_t size = cast<RankedTensorType>(tensor.getType()).getDimSize(position);
  if (!ShapedType::isDynamic(size))
    return arith::ConstantIndexOp::create(builder, location, size - 1);
  Value one = arith::ConstantIndexOp::create(builder, location, 1);
  Value dynamic = tensor::DimOp::create(builder, location, tensor, position);
  return arith::SubIOp::create(builder, location, dynamic, one);
}

static void guard(tensor::ExtractOp extract, Operation *loops) {
  OpBuilder builder(extract);
  Location location = extract.getLoc();
  for (auto [position, index] : llvm::enumerate(extract.getIndices())) {
    Operation *source = index.getDefiningOp();
    if (isa_and_nonnull<linalg::IndexOp, arith::ConstantOp>(source))
      continue;
    Value last = lastIndex(extract.getTensor(), position, loops);
    Value first = arith::ConstantIndexOp::create(builder, location, 0);
    Value inside = arith::MinSIOp::create(builder, location, index, last);
    inside = arith::MaxSIOp::create(builder, location, inside, first);
    extract.getIndicesMutable()[position].assign(inside);
  }
}

void guardLookups(ModuleOp module) {
  module.walk([](tensor::ExtractOp extract) {
    if (auto loops = extract->getParentOfType<linalg::LinalgOp>())
      guard(extract, loops);
  });
  module.walk([](cf::AssertOp assertion) {
    if (assertion->getParentOfType<linalg::LinalgOp>())
      assertion.erase();
  });
}

} // namespace hwlock
