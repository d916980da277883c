//===- ContractionRule.cpp - Channels through products --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "hwlock/Soft/ChannelAnalysis.h"

using namespace mlir;

namespace hwlock {

static constexpr StringRef ownWeight =
    "each channel meets weights of its own, as in a depthwise convolution";
static constexpr StringRef ownSum = "each channel has a sum of its own";

void ChannelAnalysis::visitContraction(linalg::LinalgOp op) {
  OpOperand &left = *op.getDpsInputOperand(0);
  OpOperand &right = *op.getDpsInputOperand(1);
  if (constantRoot(right.get()))
    return visitLayer(op, left, right);
  if (constantRoot(left.get()))
    return visitLayer(op, right, left);
  visitProduct(op);
}

/// New channels along the loops that `weight` and the result of `op` share, but
/// those along which the weight is the same; `count` is how many there are.
/// None if a loop is dynamic, or empty.
static ChannelMap newChannels(linalg::LinalgOp op, OpOperand &weight,
                              int64_t first, int64_t &count) {
  AffineMap read = op.getMatchingIndexingMap(&weight);
  AffineMap written = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  ChannelMap loops(op.getNumLoops());
  loops.setFirstChannel(first);
  count = 1;
  for (AffineExpr expression : llvm::reverse(written.getResults())) {
    auto loop = dyn_cast<AffineDimExpr>(expression);
    if (!loop || !read.isFunctionOfDim(loop.getPosition()))
      continue;
    std::optional<unsigned> axis = read.getResultPosition(loop);
    if (axis && isRepeatedAlong(weight.get(), *axis))
      continue;
    int64_t size = ranges[loop.getPosition()];
    if (ShapedType::isDynamic(size) || size == 0)
      return ChannelMap(op.getNumLoops());
    loops.setAxis(loop.getPosition(), size, count);
    count *= size;
  }
  return loops;
}

void ChannelAnalysis::visitLayer(linalg::LinalgOp op, OpOperand &input,
                                 OpOperand &weight) {
  if (const ChannelMap *map = mapOf(input.get())) {
    std::optional<ChannelMap> loops = loopsOf(op, input);
    if (!loops || !addWeight(op, weight, *loops, /*reads=*/true)) {
      pin(*map, "a weight that reads it cannot be rewritten");
    } else {
      // Along a loop that is not summed over, each channel meets its own part
      // of the weight.
      limitBlocks(*loops, op.getMatchingIndexingMap(op.getDpsInitOperand(0)),
                  ownWeight);
    }
  }
  OpOperand &init = *op.getDpsInitOperand(0);
  int64_t count;
  ChannelMap loops = newChannels(op, weight, channels.size(), count);
  if (!getElementTypeOrSelf(init.get().getType()).isF32())
    return pinOperands(op, "the type of the layer has no rewrite");
  if (!loops.hasChannels()) {
    if (const ChannelMap *added = mapOf(init.get()))
      pin(*added, "what it is added to does not follow");
    return;
  }
  int64_t first = channels.add(count);
  linear.push_back({op, constantRoot(weight.get()), first, count});
  limitBlocks(loops, op.getMatchingIndexingMap(&input), ownWeight);
  if (!addWeight(op, weight, loops, /*reads=*/false))
    pin(loops, "the weight that makes it cannot be rewritten");
  if (!addTo(op, init, loops)) {
    pin(loops, "what is added to it does not follow");
    if (const ChannelMap *added = mapOf(init.get()))
      pin(*added, "what it is added to does not follow");
  }
  std::optional<ChannelMap> made =
      loops.fromLoops(op.getMatchingIndexingMap(&init));
  if (!made)
    pin(loops, "it is written along a diagonal");
  setMap(op->getResult(0), made);
}

void ChannelAnalysis::visitProduct(linalg::LinalgOp op) {
  OpOperand &left = *op.getDpsInputOperand(0);
  OpOperand &right = *op.getDpsInputOperand(1);
  OpOperand &init = *op.getDpsInitOperand(0);
  AffineMap written = op.getMatchingIndexingMap(&init);
  std::optional<ChannelMap> a = loopsOf(op, left), b = loopsOf(op, right);
  if (mapOf(init.get()) || (mapOf(left.get()) && !a) ||
      (mapOf(right.get()) && !b))
    return pinOperands(op, "a product of other shape reads it");
  if (a && b) {
    // What multiplies one divides the other.
    if (!ChannelMap::forEachPair(*a, *b, [&](int64_t x, int64_t y) {
          channels.unite(x, y, /*inverse=*/true);
        }))
      return pinOperands(op, "a product of other channels reads it");
    limitBlocks(*a, written, ownSum);
    limitBlocks(*b, written, ownSum);
    return;
  }
  if (!a && !b)
    return;
  const ChannelMap &loops = a ? *a : *b;
  std::optional<ChannelMap> result = loops.fromLoops(written);
  if (!result)
    return pinOperands(op, "it is summed over");
  if (!addTo(op, init, loops))
    return pinOperands(op, "what is added to it does not follow");
  limitBlocks(loops, op.getMatchingIndexingMap(a ? &right : &left), ownSum);
  setMap(op->getResult(0), result);
}

} // namespace hwlock
