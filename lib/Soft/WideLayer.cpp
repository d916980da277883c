//===- WideLayer.cpp - Layers of more channels ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "WideLayer.h"
#include "ConstantRoot.h"
#include "InsertedOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/SetVector.h"
#include <numeric>

using namespace mlir;

namespace hwlock {

RankedTensorType resized(Type type, unsigned axis, int64_t size) {
  auto tensor = cast<RankedTensorType>(type);
  SmallVector<int64_t> shape(tensor.getShape());
  shape[axis] = size;
  return tensor.clone(shape);
}

Value emptyLike(OpBuilder &builder, Location loc, Value value, unsigned axis,
                int64_t size) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(builder, loc, value);
  sizes[axis] = builder.getIndexAttr(size);
  return tensor::EmptyOp::create(builder, loc, sizes,
                                 getElementTypeOrSelf(value));
}

/// `values` of `shape` with `channels` along `axis`.
static std::vector<float> combined(ArrayRef<float> values,
                                   ArrayRef<int64_t> shape, unsigned axis,
                                   ArrayRef<Combination> channels) {
  auto product = [](ArrayRef<int64_t> sizes) {
    return std::accumulate(sizes.begin(), sizes.end(), int64_t(1),
                           std::multiplies<>());
  };
  int64_t outer = product(shape.take_front(axis));
  int64_t inner = product(shape.drop_front(axis + 1));
  std::vector<float> found;
  found.reserve(outer * channels.size() * inner);
  for (int64_t before = 0; before < outer; ++before)
    for (const Combination &channel : channels)
      for (int64_t behind = 0; behind < inner; ++behind) {
        double sum = 0;
        for (auto [index, factor] : channel)
          sum +=
              factor * values[(before * shape[axis] + index) * inner + behind];
        found.push_back(float(sum));
      }
  return found;
}

/// The constant behind `operand` of a layer, with `channels` along `loop`.
static arith::ConstantOp combinedConstant(OpBuilder &builder,
                                          linalg::LinalgOp op,
                                          OpOperand &operand, unsigned loop,
                                          ArrayRef<Combination> channels) {
  unsigned axis = *axisOf(loop, op.getMatchingIndexingMap(&operand));
  RankedTensorType type =
      resized(operand.get().getType(), axis, channels.size());
  ArrayRef<int64_t> before =
      cast<RankedTensorType>(operand.get().getType()).getShape();
  return buildFloats(
      builder, op.getLoc(), type.getShape(),
      combined(constantElements(operand.get()), before, axis, channels),
      "hwlock_wide");
}

bool hasPlainBias(const LayerOutput &output) {
  return !output.bias ||
         ShapedType::getNumElements(output.bias->shape()) == output.size;
}

bool hasStaticWeight(linalg::LinalgOp op) {
  return cast<ShapedType>(LayerOperands(op).weight->get().getType())
      .hasStaticShape();
}

bool hasPlainWeight(linalg::LinalgOp op) {
  return hasPlainCopies(LayerOperands(op).weight->get());
}

Value wideOutput(const LinearLayer &layer, const LayerOutput &output,
                 ArrayRef<Combination> channels, RewrittenWeights &rewritten) {
  linalg::LinalgOp op = layer.op;
  Location loc = op.getLoc();
  OpBuilder builder(op);
  builder.setInsertionPointAfterValue(output.value);
  LayerOperands operands(op);
  arith::ConstantOp weight =
      combinedConstant(builder, op, *operands.weight, output.loop, channels);
  rewritten.add(weight);
  OpOperand *init = op.getDpsInitOperand(0);
  unsigned axis = *axisOf(output.loop, op.getMatchingIndexingMap(init));
  Value zero =
      arith::ConstantOp::create(builder, loc, builder.getF32FloatAttr(0.0));
  Value empty = emptyLike(builder, loc, init->get(), axis, channels.size());
  IRMapping mapping;
  mapping.map(operands.weight->get(), weight.getResult());
  mapping.map(init->get(),
              linalg::FillOp::create(builder, loc, zero, empty).getResult(0));
  Operation *wide = builder.clone(*op, mapping);
  wide->getResult(0).setType(cast<RankedTensorType>(empty.getType()));
  if (!output.bias)
    return wide->getResult(0);
  arith::ConstantOp narrow = output.bias->constant;
  arith::ConstantOp bias = buildFloats(
      builder, loc, int64_t(channels.size()),
      combined(constantElements(narrow.getResult()), output.size, 0, channels),
      "hwlock_wide");
  rewritten.add(bias);
  unsigned rank = cast<RankedTensorType>(empty.getType()).getRank();
  AffineMap along = AffineMap::get(rank, 0, builder.getAffineDimExpr(axis));
  return buildSum(builder, loc, {wide->getResult(0), bias},
                  {builder.getMultiDimIdentityMap(rank), along});
}

void readWide(const LinearLayer &layer, const LayerInput &input, Value value,
              ArrayRef<Combination> channels, RewrittenWeights &rewritten) {
  linalg::LinalgOp op = layer.op;
  OpBuilder builder(op);
  OpOperand *weight = LayerOperands(op).weight;
  Operation *before = weight->get().getDefiningOp();
  arith::ConstantOp wide =
      combinedConstant(builder, op, *weight, input.loop, channels);
  rewritten.add(wide);
  weight->set(wide);
  eraseUnused(before, rewritten);
  input.operand->set(value);
}

void eraseUnused(Operation *op, RewrittenWeights &rewritten) {
  llvm::SetVector<Operation *> left;
  left.insert(op);
  while (!left.empty()) {
    Operation *next = left.pop_back_val();
    if (!isOpTriviallyDead(next))
      continue;
    for (Value operand : next->getOperands())
      if (Operation *before = operand.getDefiningOp())
        left.insert(before);
    if (auto constant = dyn_cast<arith::ConstantOp>(next))
      rewritten.remove(constant);
    next->erase();
  }
}

} // namespace hwlock
