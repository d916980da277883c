//===- Activation.cpp - What lies between two layers ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Activation.h"
#include "WideLayer.h"

using namespace mlir;

namespace hwlock {

using Axes = llvm::MapVector<Value, unsigned>;

/// The axis of the result of `op` if each of its elements is of one of each of
/// `axes`, at its place, and of numbers.
static std::optional<unsigned> elementwiseAxis(linalg::LinalgOp op,
                                               const Axes &axes) {
  if (op.getNumDpsInits() != 1 || !op.isAllParallelLoops() ||
      op.hasIndexSemantics() || axes.contains(op.getDpsInits()[0]) ||
      op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)) ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return std::nullopt;
  std::optional<unsigned> found;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    auto read = axes.find(operand->get());
    if (read == axes.end() && op.getRank(operand) == 0)
      continue;
    if (read == axes.end() || (found && *found != read->second) ||
        !op.getMatchingIndexingMap(operand).isIdentity())
      return std::nullopt;
    found = read->second;
  }
  return found;
}

/// The place of the group that is `axis` alone.
static std::optional<unsigned> groupOf(ArrayRef<ReassociationIndices> groups,
                                       unsigned axis) {
  for (auto [place, group] : llvm::enumerate(groups))
    if (group.size() == 1 && group[0] == axis)
      return place;
  return std::nullopt;
}

static std::optional<unsigned> axisBehind(Operation *op, const Axes &axes) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return elementwiseAxis(structured, axes);
  unsigned axis = axes.lookup(op->getOperand(0));
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return groupOf(collapse.getReassociationIndices(), axis);
  auto expand = dyn_cast<tensor::ExpandShapeOp>(op);
  if (!expand || expand.getReassociationIndices()[axis].size() != 1)
    return std::nullopt;
  return expand.getReassociationIndices()[axis][0];
}

std::optional<Activation> activationOf(Value value, unsigned axis) {
  Activation found;
  found.before = value;
  found.axes[value] = axis;
  for (Operation *op = value.getDefiningOp(); op; op = op->getNextNode()) {
    if (op->getNumOperands() == 0 ||
        llvm::none_of(op->getOperands(),
                      [&](Value v) { return found.axes.contains(v); }))
      continue;
    std::optional<unsigned> behind = axisBehind(op, found.axes);
    if (!behind)
      continue;
    found.ops.push_back(op);
    found.axes[op->getResult(0)] = *behind;
  }
  for (auto [inside, where] : found.axes) {
    bool leaves = inside.use_empty();
    for (Operation *user : inside.getUsers())
      leaves |= !llvm::is_contained(found.ops, user);
    if (!leaves)
      continue;
    if (found.after)
      return std::nullopt;
    found.after = inside;
  }
  return found.after == value ? std::nullopt : std::optional(found);
}

Value widened(const Activation &activation, Value wide) {
  unsigned first = activation.axes.lookup(activation.before);
  int64_t size = cast<ShapedType>(wide.getType()).getDimSize(first);
  IRMapping mapping;
  mapping.map(activation.before, wide);
  for (Operation *op : activation.ops) {
    OpBuilder builder(op);
    unsigned axis = activation.axes.lookup(op->getResult(0));
    RankedTensorType type = resized(op->getResult(0).getType(), axis, size);
    if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
      SmallVector<OpFoldResult> shape = expand.getMixedOutputShape();
      shape[axis] = builder.getIndexAttr(size);
      mapping.map(op->getResult(0), tensor::ExpandShapeOp::create(
                                        builder, op->getLoc(), type,
                                        mapping.lookup(expand.getSrc()),
                                        expand.getReassociationIndices(), shape)
                                        .getResult());
      continue;
    }
    if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
      Value init = structured.getDpsInits()[0];
      mapping.map(init, emptyLike(builder, op->getLoc(), init, axis, size));
    }
    builder.clone(*op, mapping)->getResult(0).setType(type);
  }
  return mapping.lookup(activation.after);
}

} // namespace hwlock
