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

std::optional<ChannelMap> mapAtRoot(Value value, const ChannelMap &given) {
  std::optional<ChannelMap> map = given;
  while (map && value.hasOneUse()) {
    Operation *op = value.getDefiningOp();
    if (auto constant = dyn_cast<arith::ConstantOp>(op))
      return hasFloats(constant) ? map : std::nullopt;
    if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
      map = map->expand(collapse.getReassociationIndices(),
                        collapse.getSrcType());
    else if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
      map = map->collapse(expand.getReassociationIndices(),
                          expand.getResultType());
    else if (linalg::LinalgOp copy = asCopy(op)) {
      map =
          map->toLoops(copy.getMatchingIndexingMap(copy.getDpsInitOperand(0)));
      if (map)
        map = map->fromLoops(
            copy.getMatchingIndexingMap(copy.getDpsInputOperand(0)));
    } else if (!isa<tensor::CastOp>(op))
      return std::nullopt;
    value = op->getOperand(0);
  }
  return std::nullopt;
}

} // namespace hwlock
