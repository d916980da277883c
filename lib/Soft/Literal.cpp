//===- Literal.cpp - Numbers that are known -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Literal.h"
#include "ConstantRoot.h"
#include "hwlock/Soft/WeightEditor.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

static double toDouble(APFloat number) {
  bool inexact;
  number.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &inexact);
  return number.convertToDouble();
}

std::optional<double> literal(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<arith::TruncFOp, arith::ExtFOp>(op))
      break;
    value = op->getOperand(0);
  }
  APFloat number(0.0);
  if (!matchPattern(value, m_ConstantFloat(&number)))
    return std::nullopt;
  return toDouble(number);
}

/// The elements of `constant`, one alone if all are equal; none if they are no
/// numbers of float32 or float64.
static std::vector<double> elementsOf(arith::ConstantOp constant) {
  auto elements = dyn_cast<ElementsAttr>(constant.getValue());
  std::vector<double> result;
  if (!elements)
    return result;
  Type type = elements.getElementType();
  if (auto dense = dyn_cast<DenseFPElementsAttr>(constant.getValue())) {
    if (dense.isSplat())
      return {toDouble(dense.getSplatValue<APFloat>())};
    for (const APFloat &number : dense.getValues<APFloat>())
      result.push_back(toDouble(number));
    return result;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(constant.getValue());
  AsmResourceBlob *blob =
      resource ? resource.getRawHandle().getBlob() : nullptr;
  if (!blob)
    return result;
  auto take = [&](auto zero) {
    using Number = decltype(zero);
    ArrayRef<char> bytes = blob->getData();
    if (bytes.size() == elements.getNumElements() * sizeof(Number)) {
      auto *first = reinterpret_cast<const Number *>(bytes.data());
      result.assign(first, first + elements.getNumElements());
    }
  };
  if (type.isF32())
    take(float());
  else if (type.isF64())
    take(double());
  return result;
}

std::optional<std::vector<double>>
channelLiterals(Value value, const ChannelMap &map, int64_t channels) {
  arith::ConstantOp constant = constantRoot(value);
  if (!constant)
    return std::nullopt;
  std::vector<double> elements = elementsOf(constant);
  if (elements.size() == 1)
    return std::vector<double>(channels, elements[0]);
  std::optional<ChannelMap> there = mapThroughCopies(value, map);
  if (elements.empty() || !there)
    return std::nullopt;
  std::vector<double> result(channels, NAN);
  bool same = true;
  forEachElement(cast<ShapedType>(constant.getType()).getShape(), *there,
                 [&](size_t at, int64_t channel) {
                   double &number = result[channel];
                   same &= std::isnan(number) || number == elements[at];
                   number = elements[at];
                 });
  if (!there->hasChannels())
    llvm::fill(result, result[0]);
  same &= llvm::none_of(result, [](double x) { return std::isnan(x); });
  return same ? std::optional(result) : std::nullopt;
}

/// The same for the result of a structured operation.
static bool isConstantAlong(linalg::LinalgOp op, Value result, unsigned axis) {
  OpOperand *init =
      op.getDpsInitOperand(cast<OpResult>(result).getResultNumber());
  auto loop =
      dyn_cast<AffineDimExpr>(op.getMatchingIndexingMap(init).getResult(axis));
  if (!loop || op.getNumReductionLoops() > 0)
    return false;
  bool counts = false;
  op.getBlock()->walk([&](linalg::IndexOp index) {
    counts |= index.getDim() == loop.getPosition();
  });
  if (counts)
    return false;
  return llvm::all_of(op->getOpOperands(), [&](OpOperand &operand) {
    if (!op.payloadUsesValueFromOperand(&operand))
      return true;
    AffineMap indexing = op.getMatchingIndexingMap(&operand);
    return llvm::all_of(
        llvm::enumerate(indexing.getResults()), [&](auto indexed) {
          if (!indexed.value().isFunctionOfDim(loop.getPosition()))
            return true;
          return indexed.value() == loop &&
                 isConstantAlong(operand.get(), indexed.index());
        });
  });
}

bool isConstantAlong(Value value, unsigned axis) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (type && type.getDimSize(axis) == 1)
    return true;
  Operation *op = value.getDefiningOp();
  if (auto structured = dyn_cast_or_null<linalg::LinalgOp>(op))
    return isConstantAlong(structured, value, axis);
  if (isa_and_nonnull<tensor::CastOp>(op))
    return isConstantAlong(op->getOperand(0), axis);
  APFloat number(0.0);
  return op && matchPattern(op, m_ConstantFloat(&number));
}

bool isConstantAlong(OpOperand &operand, AffineMap indexing,
                     const ChannelMap &loops) {
  for (auto [axis, expression] : llvm::enumerate(indexing.getResults()))
    for (unsigned loop = 0; loop < loops.rank(); ++loop)
      if (loops.onAxis(loop) && expression.isFunctionOfDim(loop) &&
          !(isa<AffineDimExpr>(expression) &&
            isConstantAlong(operand.get(), axis)))
        return false;
  return true;
}

} // namespace hwlock
