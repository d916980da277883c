//===- ConstantTrace.cpp - From an operand to its constant ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantTrace.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace hwlock;
using Axes = ConstantTrace::Axes;

/// Axes of a value that is made of `source` by a structured operation which
/// only moves its elements.
static SmallVector<Axes> throughMaps(ArrayRef<Axes> source, AffineMap from,
                                     AffineMap to) {
  SmallVector<Axes> axes;
  for (AffineExpr result : to.getResults()) {
    Axes &moved = axes.emplace_back();
    for (auto [index, expression] : llvm::enumerate(from.getResults()))
      if (expression == result)
        moved = source[index];
  }
  return axes;
}

/// The operand that `op` yields unchanged, if it does nothing else.
static OpOperand *movedOperand(linalg::LinalgOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumParallelLoops() != op.getNumLoops())
    return nullptr;
  auto yielded =
      dyn_cast<BlockArgument>(op.getBlock()->getTerminator()->getOperand(0));
  if (!yielded || yielded.getOwner() != op.getBlock())
    return nullptr;
  OpOperand *operand = &op->getOpOperand(yielded.getArgNumber());
  bool plain = op.isDpsInput(operand) &&
               op.getMatchingIndexingMap(operand).isProjectedPermutation() &&
               op.getIndexingMapMatchingResult(op->getResult(0))
                   .isProjectedPermutation();
  return plain ? operand : nullptr;
}

static void dropUnits(SmallVectorImpl<Axes> &axes, ArrayRef<int64_t> shape) {
  for (auto [along, size] : llvm::zip(axes, shape))
    if (size == 1)
      along.clear();
}

std::optional<ConstantTrace> hwlock::traceConstant(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return std::nullopt;
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    auto type = dyn_cast<RankedTensorType>(constant.getType());
    if (!type)
      return std::nullopt;
    ConstantTrace trace{constant, {}};
    for (int64_t axis = 0; axis < type.getRank(); ++axis)
      trace.axes.push_back({axis});
    dropUnits(trace.axes, type.getShape());
    return trace;
  }
  if (auto cast = dyn_cast<tensor::CastOp>(op))
    return traceConstant(cast.getSource());
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
    OpOperand *operand = movedOperand(linalgOp);
    auto trace = operand ? traceConstant(operand->get()) : std::nullopt;
    if (trace)
      trace->axes =
          throughMaps(trace->axes, linalgOp.getMatchingIndexingMap(operand),
                      linalgOp.getIndexingMapMatchingResult(op->getResult(0)));
    return trace;
  }
  SmallVector<Axes> moved;
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
    auto trace = traceConstant(collapse.getSrc());
    if (!trace)
      return std::nullopt;
    for (const auto &group : collapse.getReassociationIndices()) {
      Axes &along = moved.emplace_back();
      for (int64_t dimension : group)
        along.append(trace->axes[dimension]);
    }
    trace->axes = moved;
    return trace;
  }
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
    auto trace = traceConstant(expand.getSrc());
    if (!trace)
      return std::nullopt;
    for (auto [index, group] :
         llvm::enumerate(expand.getReassociationIndices()))
      moved.append(group.size(), trace->axes[index]);
    dropUnits(moved, expand.getType().getShape());
    trace->axes = moved;
    return trace;
  }
  return std::nullopt;
}
