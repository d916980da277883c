//===- ConstantRoot.cpp - The constant behind an operand ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "Rows.h"
#include "hwlock/Soft/WeightEditor.h"
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

bool isRepeatedAlong(Value value, unsigned axis) {
  while (Operation *op = value.getDefiningOp()) {
    if (linalg::LinalgOp copy = asCopy(op)) {
      AffineMap written =
          copy.getMatchingIndexingMap(copy.getDpsInitOperand(0));
      AffineMap read = copy.getMatchingIndexingMap(copy.getDpsInputOperand(0));
      auto loop = dyn_cast<AffineDimExpr>(written.getResult(axis));
      if (!loop)
        return false;
      if (!read.isFunctionOfDim(loop.getPosition()))
        return true;
      std::optional<unsigned> before = read.getResultPosition(loop);
      if (!before)
        return false;
      axis = *before;
    } else if (!isa<tensor::CastOp>(op)) {
      return false;
    }
    value = op->getOperand(0);
  }
  return false;
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

/// True if no axis but its own depends on a loop that has channels. Otherwise
/// each of them would have elements at places of its own.
static bool isAlone(const ChannelMap &loops, AffineMap indexing) {
  for (unsigned loop = 0; loop < loops.rank(); ++loop)
    if (loops.onAxis(loop) && axesAlong(loop, indexing) != 1)
      return false;
  return true;
}

/// `map`, over the result of `copy`, over its operand.
static std::optional<ChannelMap> mapBefore(linalg::LinalgOp copy,
                                           const ChannelMap &map) {
  AffineMap written = copy.getMatchingIndexingMap(copy.getDpsInitOperand(0));
  AffineMap read = copy.getMatchingIndexingMap(copy.getDpsInputOperand(0));
  std::optional<ChannelMap> loops = map.toLoops(written);
  if (!loops || !isAlone(*loops, written) || !isAlone(*loops, read))
    return std::nullopt;
  return loops->fromLoops(read);
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
  if (linalg::LinalgOp copy = asCopy(op))
    return mapBefore(copy, map);
  return isa<tensor::CastOp>(op) ? std::optional(map) : std::nullopt;
}

std::optional<ChannelMap> mapThroughCopies(Value value,
                                           const ChannelMap &given) {
  std::optional<ChannelMap> map = given;
  while (Operation *op = map ? value.getDefiningOp() : nullptr) {
    if (isa<arith::ConstantOp>(op))
      return map->isStatic() ? map : std::nullopt;
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

bool hasPlainCopies(Value value) {
  Operation *op = value.getDefiningOp();
  for (; !isa<arith::ConstantOp>(op); op = op->getOperand(0).getDefiningOp()) {
    linalg::LinalgOp copy = asCopy(op);
    if (!copy)
      continue;
    AffineMap read = copy.getMatchingIndexingMap(copy.getDpsInputOperand(0));
    AffineMap written = copy.getMatchingIndexingMap(copy.getDpsInitOperand(0));
    if (copy.hasDynamicShape() || !written.isPermutation() ||
        !llvm::all_of(read.getResults(), [](AffineExpr index) {
          return isa<AffineDimExpr>(index) || index == 0;
        }))
      return false;
  }
  return true;
}

/// What `copy` writes if it reads `source`.
static std::vector<float> copied(linalg::LinalgOp copy,
                                 ArrayRef<float> source) {
  SmallVector<int64_t> ranges = copy.getStaticLoopRanges();
  // How far one step of each loop goes.
  auto strides = [&](OpOperand *operand) {
    SmallVector<int64_t> found(ranges.size(), 0);
    int64_t step = 1;
    for (auto [result, size] : llvm::reverse(
             llvm::zip_equal(copy.getMatchingIndexingMap(operand).getResults(),
                             copy.getShape(operand)))) {
      if (auto loop = dyn_cast<AffineDimExpr>(result))
        found[loop.getPosition()] += step;
      step *= size;
    }
    return found;
  };
  SmallVector<int64_t> from = strides(copy.getDpsInputOperand(0));
  SmallVector<int64_t> to = strides(copy.getDpsInitOperand(0));
  std::vector<float> written(ShapedType::getNumElements(ranges));
  auto walk = [&](auto &self, size_t loop, int64_t read, int64_t at) -> void {
    if (loop == ranges.size()) {
      written[at] = source[read];
      return;
    }
    for (int64_t i = 0; i < ranges[loop]; ++i)
      self(self, loop + 1, read + i * from[loop], at + i * to[loop]);
  };
  walk(walk, 0, 0, 0);
  return written;
}

std::vector<float> constantElements(Value value) {
  Operation *op = value.getDefiningOp();
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    WeightEditor editor;
    ArrayRef<float> floats = editor.edit(constant);
    return {floats.begin(), floats.end()};
  }
  std::vector<float> source = constantElements(op->getOperand(0));
  if (linalg::LinalgOp copy = asCopy(op))
    return copied(copy, source);
  return source;
}

} // namespace hwlock
