//===- ElementwiseRule.cpp - Channels through other computations ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "DegreeEvaluation.h"
#include "LookUp.h"
#include "hwlock/Soft/ChannelAnalysis.h"
#include <functional>

using namespace mlir;

namespace hwlock {

static constexpr StringRef notLinear =
    "between it and its readers lies more than linear operations";
static constexpr StringRef ownFactor =
    "each channel meets a factor of its own, as in a rotary embedding or a "
    "gate";
static constexpr StringRef ownPlace = "its place among the channels counts";

namespace {

/// The operands of an operation by what they may do.
struct Operands {
  /// Of each argument of the body, as tried last.
  SmallVector<Degree, 4> degrees;
  /// Of degree 0 or, if they are rewritten too, 1.
  SmallVector<OpOperand *> constants;
  /// That have channels: of degree 1 or, if those stay as they are, 0.
  SmallVector<OpOperand *> scaled;

  bool follows(OpOperand &operand) const {
    return degrees[operand.getOperandNumber()] == 1;
  }
};

} // namespace

/// True if what `op` sums up has the same degrees at each step, not only at the
/// first, which begins with a zero or an infinity of every degree.
static bool sumsKeep(linalg::LinalgOp op, ArrayRef<Degree> arguments,
                     const BodyDegrees &body) {
  if (op.getNumReductionLoops() == 0)
    return true;
  SmallVector<Degree, 4> later(arguments);
  for (auto [init, result] :
       llvm::zip_equal(op.getDpsInitsMutable(), body.results))
    if (op.payloadUsesValueFromOperand(&init))
      later[init.getOperandNumber()] = result;
  std::optional<BodyDegrees> again = evaluateDegrees(op, later);
  return again && again->results == body.results;
}

/// Tries each choice of constants that are rewritten and of operands whose
/// channels stay as they are: first with none of these, then with the first
/// ones. Some channels must be left.
static std::optional<BodyDegrees> tryDegrees(linalg::LinalgOp op,
                                             Operands &operands) {
  SmallVector<OpOperand *> free = operands.constants;
  llvm::append_range(free, operands.scaled);
  // More in one body do not occur; the search is exponential.
  if (free.size() > 6)
    return std::nullopt;
  unsigned constants = operands.constants.size();
  unsigned none = (1u << operands.scaled.size()) - 1;
  for (unsigned choice = 0; choice >> constants < none; ++choice) {
    for (auto [bit, operand] : llvm::enumerate(free))
      operands.degrees[operand->getOperandNumber()] =
          (choice >> bit & 1) != (bit >= constants) ? 1 : 0;
    std::optional<BodyDegrees> found = evaluateDegrees(op, operands.degrees);
    if (found &&
        llvm::all_of(found->results,
                     [](Degree degree) {
                       return !degree || *degree == 0 || *degree == 1;
                     }) &&
        sumsKeep(op, operands.degrees, *found))
      return found;
  }
  return std::nullopt;
}

bool ChannelAnalysis::staysAsItIs(Value value) const {
  bool pinned = true;
  mapOf(value)->forEach(
      [&](int64_t channel) { pinned &= !channels.whyPinned(channel).empty(); });
  return pinned;
}

std::optional<ChannelMap> ChannelAnalysis::lookedUp(linalg::LinalgOp op) {
  std::optional<LookUp> lookUp = asLookUp(op);
  const ChannelMap *map = lookUp ? mapOf(lookUp->source) : nullptr;
  std::optional<ChannelMap> loops =
      map ? map->toLoops(lookUp->indexing) : std::nullopt;
  if (!loops)
    return std::nullopt;
  limitReadAcross(*loops, lookUp->indexing);
  // A place that is computed may be another one for each channel.
  if (llvm::any_of(lookUp->computed.set_bits(),
                   [&](unsigned loop) { return loops->onAxis(loop); }))
    loops->forEach([&](int64_t channel) {
      channels.limitBlock(channel, 1, "it is read by places that are computed");
    });
  return loops->fromLoops(op.getMatchingIndexingMap(op.getDpsInitOperand(0)));
}

void ChannelAnalysis::visitElementwise(linalg::LinalgOp op) {
  Operands operands;
  for (OpOperand &operand : op->getOpOperands()) {
    Degree degree = 0;
    if (mapOf(operand.get())) {
      degree = 1;
      if (op.payloadUsesValueFromOperand(&operand))
        operands.scaled.push_back(&operand);
    } else if (isZeroOrInfinity(operand.get()))
      degree = std::nullopt;
    else if (constantRoot(operand.get()) &&
             op.payloadUsesValueFromOperand(&operand))
      operands.constants.push_back(&operand);
    operands.degrees.push_back(degree);
  }
  // Reads within the body are followed if the op does nothing else.
  std::optional<ChannelMap> found = lookedUp(op);
  Operation *yield = op.getBlock()->getTerminator();
  op.getBlock()->walk([&](Operation *inner) {
    if (!found || inner != yield->getOperand(0).getDefiningOp())
      pinOperands(inner, "it is looked up in");
  });
  if (found)
    setMap(op->getResult(0), found);
  if (operands.scaled.empty())
    return;
  // What stays anyway is tried first: what a gate of SiLU multiplies follows.
  SmallVector<OpOperand *> others;
  auto stays = [&](OpOperand *operand) { return staysAsItIs(operand->get()); };
  llvm::copy_if(operands.scaled, std::back_inserter(others),
                std::not_fn(stays));
  llvm::erase_if(operands.scaled, std::not_fn(stays));
  llvm::append_range(operands.scaled, others);
  std::optional<BodyDegrees> body = tryDegrees(op, operands);
  std::string notHomogeneous =
      ("'" + op->getName().getStringRef() + "' reads it and is not homogeneous")
          .str();
  if (!body)
    return pinOperands(op, notHomogeneous);
  SmallVector<OpOperand *> following;
  for (OpOperand *operand : operands.scaled)
    if (operands.follows(*operand))
      following.push_back(operand);
    else
      pin(*mapOf(operand->get()), notHomogeneous);
  llvm::copy_if(operands.constants, std::back_inserter(following),
                [&](OpOperand *operand) { return operands.follows(*operand); });
  follow(op, following, *body);
}

void ChannelAnalysis::follow(linalg::LinalgOp op,
                             ArrayRef<OpOperand *> following,
                             const BodyDegrees &body) {
  std::optional<ChannelMap> loops = loopsOf(op, *following[0]);
  if (!loops)
    return pinOperands(op, "it is read by places that are computed");
  for (OpOperand *operand : following)
    if (!addTo(op, *operand, *loops))
      return pinOperands(op, "a constant of its function cannot follow");
  for (OpOperand &operand : op->getOpOperands())
    if (!llvm::is_contained(following, &operand) &&
        op.payloadUsesValueFromOperand(&operand) &&
        isa<ShapedType>(operand.get().getType()))
      limitBlocks(*loops, op.getMatchingIndexingMap(&operand), ownFactor);
  auto takeAlone = [&](StringRef reason) {
    loops->forEach(
        [&](int64_t channel) { channels.limitBlock(channel, 1, reason); });
  };
  if (!body.linear)
    takeAlone(notLinear);
  if (op.hasIndexSemantics())
    takeAlone(ownPlace);
  for (auto [index, result] : llvm::enumerate(op->getResults())) {
    if (body.results[index] != 1)
      continue;
    std::optional<ChannelMap> map = loops->fromLoops(
        op.getMatchingIndexingMap(op.getDpsInitOperand(index)));
    if (!map)
      return pinOperands(op, "it is summed over");
    setMap(result, map);
  }
}

} // namespace hwlock
