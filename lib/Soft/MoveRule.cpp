//===- MoveRule.cpp - Channels through reshapes, slices, concatenation ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DegreeEvaluation.h"
#include "Reshapes.h"
#include "hwlock/Soft/ChannelAnalysis.h"
#include "llvm/ADT/TypeSwitch.h"
#include <numeric>

using namespace mlir;

namespace hwlock {

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

/// No block may have channels inside of what `op` cuts out and others outside.
void ChannelAnalysis::cutBlocks(tensor::ExtractSliceOp op,
                                const ChannelMap &map) {
  for (unsigned axis = 0; axis < map.rank(); ++axis) {
    int64_t offset = op.getStaticOffsets()[axis];
    int64_t size = op.getStaticSizes()[axis];
    int64_t step = op.getStaticStrides()[axis];
    if (!map.onAxis(axis) || size == op.getSourceType().getDimSize(axis))
      continue;
    // ChannelMap::slice() allows one digit.
    int64_t stride = map.axis(axis)[0].stride;
    int64_t border = step == 1 ? std::gcd(offset, size) * stride : stride;
    map.forEach([&](int64_t channel) {
      channels.limitBlock(channel, border, "it is cut into single channels");
    });
  }
}

std::optional<ChannelMap> ChannelAnalysis::sliced(tensor::ExtractSliceOp op,
                                                  const ChannelMap &map) {
  std::optional<ChannelMap> whole =
      map.slice(op.getStaticOffsets(), op.getStaticSizes(),
                op.getStaticStrides(), op.getSourceType());
  if (whole)
    cutBlocks(op, map);
  llvm::SmallBitVector dropped = op.getDroppedDims();
  if (!whole || dropped.none())
    return whole;
  // A dropped axis has one element, and thus no digit.
  AffineMap projection = AffineMap::getFilteredIdentityMap(
      op.getContext(), map.rank(),
      [&](AffineDimExpr dim) { return !dropped[dim.getPosition()]; });
  return whole->fromLoops(projection);
}

void ChannelAnalysis::visitConcat(tensor::ConcatOp op) {
  unsigned axis = op.getDim();
  int64_t size = cast<ShapedType>(op.getInputs()[0].getType()).getDimSize(axis);
  SmallVector<ChannelMap> parts;
  bool equalSizes = !ShapedType::isDynamic(size), onAxis = false;
  for (Value input : op.getInputs()) {
    const ChannelMap *map = mapOf(input);
    if (!map)
      return pinOperands(op, "it is put beside something without channels");
    equalSizes &= cast<ShapedType>(input.getType()).getDimSize(axis) == size;
    onAxis |= map->onAxis(axis);
    parts.push_back(*map);
  }
  // Halves of the channels of one layer, or parts that make a new axis.
  std::optional<ChannelMap> joined;
  if (equalSizes && (onAxis || size == 1))
    joined = ChannelMap::concatenate(parts, axis, size);
  if (!joined && !onAxis && llvm::all_of(parts, [&](const ChannelMap &part) {
        return ChannelMap::forEachPair(
            parts[0], part,
            [&](int64_t a, int64_t b) { channels.unite(a, b); });
      }))
    joined = parts[0];
  if (!joined)
    return pinOperands(op, "it is put beside other channels");
  setMap(op->getResult(0), joined);
}

void ChannelAnalysis::visitMove(Operation *op) {
  if (isa<tensor::DimOp>(op))
    return;
  if (auto concat = dyn_cast<tensor::ConcatOp>(op))
    return visitConcat(concat);
  const ChannelMap *map =
      op->getNumOperands() > 0 ? mapOf(op->getOperand(0)) : nullptr;
  std::optional<ChannelMap> moved;
  if (map)
    moved = llvm::TypeSwitch<Operation *, std::optional<ChannelMap>>(op)
                .Case([&](tensor::ExtractSliceOp slice) {
                  return sliced(slice, *map);
                })
                .Case([&](tensor::PadOp pad) {
                  return keepsChannels(pad, *map) ? std::optional(*map)
                                                  : std::nullopt;
                })
                .Default([&](Operation *) { return reshaped(op, *map); });
  // What follows a single channel is not known to have it.
  if (moved && !moved->hasChannels())
    channels.pin(moved->firstChannel(), "one channel is cut out of it");
  if (moved)
    return setMap(op->getResult(0), moved);
  if (op->hasTrait<OpTrait::ReturnLike>())
    return pinOperands(op, "the model returns it");
  pinOperands(op, "'" + op->getName().getStringRef() + "' reads it");
}

} // namespace hwlock
