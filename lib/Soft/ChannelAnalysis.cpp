//===- ChannelAnalysis.cpp - Which weights see which channels -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operations that only move elements; ContractionRule.cpp and
// ElementwiseRule.cpp have those that compute.
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/ChannelAnalysis.h"
#include "ConstantRoot.h"
#include "DegreeEvaluation.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace hwlock {

ChannelAnalysis::ChannelAnalysis(FunctionOpInterface function) {
  // Control flow between blocks would need more than one pass.
  if (function.isExternal() || !function.getFunctionBody().hasOneBlock())
    return;
  for (Operation &op : function.getFunctionBody().front())
    visit(&op);
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

void ChannelAnalysis::limitBlocks(const ChannelMap &loops, AffineMap indexing) {
  for (unsigned loop = 0; loop < loops.rank(); ++loop) {
    if (!indexing.isFunctionOfDim(loop))
      continue;
    for (const Digit &digit : loops.axis(loop))
      if (digit.stride != 0)
        loops.forEach([&](int64_t channel) {
          channels.limitBlock(channel, digit.stride);
        });
  }
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
  constants.push_back({constant, *map, reads});
  return true;
}

bool ChannelAnalysis::addTo(linalg::LinalgOp op, OpOperand &operand,
                            const ChannelMap &loops) {
  if (isZeroOrInfinity(operand.get()))
    return true;
  if (!mapOf(operand.get()))
    return addWeight(op, operand, loops, /*reads=*/false);
  std::optional<ChannelMap> other = loopsOf(op, operand);
  if (!other)
    return false;
  for (unsigned loop = 0; loop < loops.rank(); ++loop)
    if (loops.onAxis(loop) != other->onAxis(loop))
      return false;
  return ChannelMap::forEachPair(
      loops, *other, [&](int64_t a, int64_t b) { channels.unite(a, b); });
}

/// True if `op` leaves the channels of `map` where they are and what it adds
/// needs no scale.
static bool keepsChannels(tensor::PadOp op, const ChannelMap &map) {
  Value padding = op.getConstantPaddingValue();
  if (!padding || !isZeroOrInfinity(padding))
    return false;
  for (unsigned axis = 0; axis < map.rank(); ++axis)
    if (map.onAxis(axis) &&
        (op.getStaticLow()[axis] != 0 || op.getStaticHigh()[axis] != 0))
      return false;
  return true;
}

static std::optional<ChannelMap> sliced(tensor::ExtractSliceOp op,
                                        const ChannelMap &map) {
  for (unsigned axis = 0; axis < map.rank(); ++axis)
    if (map.onAxis(axis) && op.getStaticStrides()[axis] != 1)
      return std::nullopt;
  std::optional<ChannelMap> whole =
      map.slice(op.getStaticOffsets(), op.getStaticSizes(), op.getSourceType());
  llvm::SmallBitVector dropped = op.getDroppedDims();
  if (!whole || dropped.none())
    return whole;
  // A dropped axis has one element, and thus no digit.
  SmallVector<ReassociationIndices> kept;
  AffineMap projection = AffineMap::getFilteredIdentityMap(
      op.getContext(), map.rank(),
      [&](AffineDimExpr dim) { return !dropped[dim.getPosition()]; });
  return whole->fromLoops(projection);
}

void ChannelAnalysis::visit(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return linalg::detail::isContractionBody(*structured.getBlock(),
                                             [](Operation *a, Operation *b) {
                                               return isa<arith::MulFOp>(a) &&
                                                      isa<arith::AddFOp>(b);
                                             }) &&
                   structured.getNumDpsInputs() == 2
               ? visitContraction(structured)
               : visitElementwise(structured);
  const ChannelMap *map =
      op->getNumOperands() > 0 ? mapOf(op->getOperand(0)) : nullptr;
  std::optional<ChannelMap> moved;
  if (map)
    moved = llvm::TypeSwitch<Operation *, std::optional<ChannelMap>>(op)
                .Case([&](tensor::CollapseShapeOp collapse) {
                  return map->collapse(collapse.getReassociationIndices(),
                                       collapse.getSrcType());
                })
                .Case([&](tensor::ExpandShapeOp expand) {
                  return map->expand(expand.getReassociationIndices(),
                                     expand.getResultType());
                })
                .Case([&](tensor::ExtractSliceOp slice) {
                  return sliced(slice, *map);
                })
                .Case([&](tensor::CastOp) { return *map; })
                .Case([&](tensor::PadOp pad) {
                  return keepsChannels(pad, *map) ? std::optional(*map)
                                                  : std::nullopt;
                })
                .Default([](Operation *) { return std::nullopt; });
  if (moved)
    return setMap(op->getResult(0), moved);
  if (op->hasTrait<OpTrait::ReturnLike>())
    return pinOperands(op, "the model returns it");
  pinOperands(op, "'" + op->getName().getStringRef() + "' reads it");
}

} // namespace hwlock
