//===- ChannelAnalysis.cpp - Which weights see which channels -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the rules have in common: ContractionRule.cpp, ElementwiseRule.cpp, and
// MoveRule.cpp for operations that only move elements.
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/ChannelAnalysis.h"
#include "ConstantRoot.h"
#include "DegreeEvaluation.h"
#include "Rows.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace hwlock {

/// Through what adds bits and changes no number.
static Value beforeWidening(Value value) {
  while (auto extend = value.getDefiningOp<arith::ExtFOp>())
    value = extend.getIn();
  return value;
}

bool isContraction(linalg::LinalgOp op) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1)
    return false;
  // isContractionBody() of linalg passes over any function of one number.
  Value left = op.getMatchingBlockArgument(op.getDpsInputOperand(0));
  Value right = op.getMatchingBlockArgument(op.getDpsInputOperand(1));
  Value sum = op.getMatchingBlockArgument(op.getDpsInitOperand(0));
  auto multiplies = [&](Value value) {
    auto product = beforeWidening(value).getDefiningOp<arith::MulFOp>();
    if (!product)
      return false;
    Value a = beforeWidening(product.getLhs());
    Value b = beforeWidening(product.getRhs());
    return (a == left && b == right) || (a == right && b == left);
  };
  auto add = op.getBlock()
                 ->getTerminator()
                 ->getOperand(0)
                 .getDefiningOp<arith::AddFOp>();
  return add && ((add.getLhs() == sum && multiplies(add.getRhs())) ||
                 (add.getRhs() == sum && multiplies(add.getLhs())));
}

ChannelAnalysis::ChannelAnalysis(FunctionOpInterface function) {
  // Control flow between blocks would need more than one pass.
  if (function.isExternal() || !function.getFunctionBody().hasOneBlock())
    return;
  for (Operation &op : function.getFunctionBody().front())
    visit(&op);
}

const ChannelWeight *ChannelAnalysis::madeBy(const LinearLayer &layer) const {
  auto made = llvm::find_if(constants, [&](const ChannelWeight &weight) {
    return weight.constant == layer.weight && !weight.reads &&
           weight.map.firstChannel() == layer.firstChannel;
  });
  return made == constants.end() ? nullptr : &*made;
}

const ChannelMap *ChannelAnalysis::mapOf(Value value) const {
  auto found = maps.find(value);
  return found == maps.end() ? nullptr : &found->second;
}

void ChannelAnalysis::setMap(Value value, std::optional<ChannelMap> map) {
  if (map && map->hasChannels())
    maps[value] = std::move(*map);
}

void ChannelAnalysis::pin(const ChannelMap &map, const Twine &reason) {
  SmallString<64> text;
  StringRef why = reason.toStringRef(text);
  map.forEach([&](int64_t channel) { channels.pin(channel, why); });
}

void ChannelAnalysis::pinOperands(Operation *op, const Twine &reason) {
  op->walk([&](Operation *inner) {
    for (Value operand : inner->getOperands())
      if (const ChannelMap *map = mapOf(operand))
        pin(*map, reason);
  });
}

void ChannelAnalysis::limitBlocks(const ChannelMap &loops, AffineMap indexing,
                                  StringRef reason) {
  for (unsigned loop = 0; loop < loops.rank(); ++loop) {
    if (!indexing.isFunctionOfDim(loop))
      continue;
    for (const Digit &digit : loops.axis(loop))
      if (digit.stride != 0)
        loops.forEach([&](int64_t channel) {
          channels.limitBlock(channel, digit.stride, reason);
        });
  }
}

void ChannelAnalysis::limitReadAcross(const ChannelMap &loops,
                                      AffineMap indexing) {
  for (unsigned loop = 0; loop < loops.rank(); ++loop)
    if (loops.onAxis(loop) && axesAlong(loop, indexing) > 1)
      loops.forEach([&](int64_t channel) {
        channels.limitBlock(channel, 1,
                            "each channel is read at another place");
      });
}

std::optional<ChannelMap> ChannelAnalysis::loopsOf(linalg::LinalgOp op,
                                                   OpOperand &operand) const {
  const ChannelMap *map = mapOf(operand.get());
  return map ? map->toLoops(op.getMatchingIndexingMap(&operand)) : std::nullopt;
}

bool ChannelAnalysis::addWeight(linalg::LinalgOp op, OpOperand &operand,
                                const ChannelMap &loops, bool reads) {
  arith::ConstantOp constant = constantRoot(operand.get());
  if (!constant)
    return false;
  std::optional<ChannelMap> map =
      loops.fromLoops(op.getMatchingIndexingMap(&operand));
  if (map)
    map = mapAtRoot(operand.get(), *map);
  if (!map)
    return false;
  limitReadAcross(loops, op.getMatchingIndexingMap(&operand));
  constants.push_back({constant, *map, reads});
  return true;
}

bool ChannelAnalysis::addTo(linalg::LinalgOp op, OpOperand &operand,
                            const ChannelMap &loops) {
  if (isZero(operand.get()))
    return true;
  if (!mapOf(operand.get()))
    return addWeight(op, operand, loops, /*reads=*/false);
  std::optional<ChannelMap> other = loopsOf(op, operand);
  return other &&
         ChannelMap::forEachPair(loops, *other, [&](int64_t a, int64_t b) {
           channels.unite(a, b);
         });
}

/// True if `type` is known to have no elements.
static bool isEmpty(Type type) {
  auto shaped = dyn_cast<ShapedType>(type);
  return shaped && shaped.hasRank() && llvm::is_contained(shaped.getShape(), 0);
}

void ChannelAnalysis::visit(Operation *op) {
  // What has no elements has none of any channel.
  if (op->getNumResults() > 0 && llvm::all_of(op->getResultTypes(), isEmpty) &&
      isMemoryEffectFree(op))
    return;
  if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
    for (OpOperand &operand : op->getOpOperands())
      if (std::optional<ChannelMap> loops = loopsOf(structured, operand))
        limitReadAcross(*loops, structured.getMatchingIndexingMap(&operand));
    return isContraction(structured) ? visitContraction(structured)
                                     : visitElementwise(structured);
  }
  visitMove(op);
}

} // namespace hwlock
