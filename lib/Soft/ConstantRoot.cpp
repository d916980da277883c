//===- ConstantRoot.cpp - The constant behind an operand ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;

namespace hwlock {

/// `op` as a linalg operation that writes its one input somewhere else.
static linalg::LinalgOp asCopy(Operation *op) {
  auto copy = dyn_cast<linalg::LinalgOp>(op);
  if (!copy || copy.getNumDpsInputs() != 1 || copy.getNumDpsInits() != 1 ||
      !isa<ShapedType>(copy.getDpsInputOperand(0)->get().getType()))
    return nullptr;
  Value yielded = copy.getBlock()->getTerminator()->getOperand(0);
  bool copies = yielded == copy.getBlock()->getArgument(0);
  return copies ? copy : nullptr;
}

arith::ConstantOp constantRoot(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (auto constant = dyn_cast<arith::ConstantOp>(op))
      return constant;
    bool passes =
        isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::CastOp>(
            op) ||
        asCopy(op);
    if (!passes)
      return nullptr;
    value = op->getOperand(0);
  }
  return nullptr;
}

static bool hasFloats(arith::ConstantOp constant) {
  auto value = dyn_cast<ElementsAttr>(constant.getValue());
  if (!value || !value.getElementType().isF32())
    return false;
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(value)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    return blob &&
           blob->getData().size() == value.getNumElements() * sizeof(float);
  }
  return isa<DenseElementsAttr>(value);
}

/// `map`, over the axes of the one result of `op`, over those of its operand.
static std::optional<ChannelMap> mapBefore(Operation *op,
                                           const ChannelMap &map) {
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return map.expand(collapse.getReassociationIndices(),
                      collapse.getSrcType());
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return map.collapse(expand.getReassociationIndices(),
                        expand.getResultType());
  if (linalg::LinalgOp copy = asCopy(op)) {
    std::optional<ChannelMap> loops =
        map.toLoops(copy.getMatchingIndexingMap(copy.getDpsInitOperand(0)));
    return loops ? loops->fromLoops(
                       copy.getMatchingIndexingMap(copy.getDpsInputOperand(0)))
                 : std::nullopt;
  }
  return isa<tensor::CastOp>(op) ? std::optional(map) : std::nullopt;
}

std::optional<ChannelMap> mapThroughCopies(Value value,
                                           const ChannelMap &given) {
  std::optional<ChannelMap> map = given;
  while (Operation *op = map ? value.getDefiningOp() : nullptr) {
    if (isa<arith::ConstantOp>(op))
      return map;
    map = mapBefore(op, *map);
    if (map)
      value = op->getOperand(0);
  }
  return std::nullopt;
}

std::optional<ChannelMap> mapAtRoot(Value value, const ChannelMap &map) {
  arith::ConstantOp root = constantRoot(value);
  if (!root || !hasFloats(root))
    return std::nullopt;
  for (Value copy = value; copy.hasOneUse();
       copy = copy.getDefiningOp()->getOperand(0))
    if (copy.getDefiningOp() == root)
      return mapThroughCopies(value, map);
  return std::nullopt;
}

} // namespace hwlock
