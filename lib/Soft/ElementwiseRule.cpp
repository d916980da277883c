//===- ElementwiseRule.cpp - Channels through other computations ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "DegreeEvaluation.h"
#include "hwlock/Soft/ChannelAnalysis.h"

using namespace mlir;

namespace hwlock {

namespace {

/// The operands of an operation by what they may do.
struct Operands {
  /// Of each argument of the body, before `constants` are tried.
  SmallVector<Degree, 4> degrees;
  /// Of degree 0 or, if they are rewritten too, 1.
  SmallVector<OpOperand *> constants;
  /// That have channels.
  SmallVector<OpOperand *> scaled;
};

} // namespace

/// Tries each choice of rewritten constants, fewest bits first.
static std::optional<BodyDegrees> tryConstants(linalg::LinalgOp op,
                                               Operands &operands) {
  // Four constants in one body do not occur; the search is exponential.
  if (operands.constants.size() > 4)
    return std::nullopt;
  for (unsigned choice = 0; choice < 1u << operands.constants.size();
       ++choice) {
    for (auto [bit, constant] : llvm::enumerate(operands.constants))
      operands.degrees[constant->getOperandNumber()] = choice >> bit & 1;
    std::optional<BodyDegrees> found = evaluateDegrees(op, operands.degrees);
    if (found && llvm::all_of(found->results, [](Degree degree) {
          return !degree || *degree == 0 || *degree == 1;
        }))
      return found;
  }
  return std::nullopt;
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
  // Reads within the body, such as a look-up in a table, are not followed.
  op.getBlock()->walk(
      [&](Operation *inner) { pinOperands(inner, "it is looked up in"); });
  if (operands.scaled.empty())
    return;
  std::optional<ChannelMap> loops = loopsOf(op, *operands.scaled[0]);
  std::optional<BodyDegrees> body = tryConstants(op, operands);
  if (!loops || !body)
    return pinOperands(op, "'" + op->getName().getStringRef() +
                               "' reads it and is not homogeneous");
  for (OpOperand &operand : op->getOpOperands()) {
    bool follows = operands.degrees[operand.getOperandNumber()] == 1;
    if (!op.payloadUsesValueFromOperand(&operand))
      continue;
    if (follows && !addTo(op, operand, *loops))
      return pinOperands(op, "a constant of its function cannot follow");
    if (!follows && isa<ShapedType>(operand.get().getType()))
      limitBlocks(*loops, op.getMatchingIndexingMap(&operand));
  }
  if (!body->linear || op.hasIndexSemantics())
    loops->forEach([&](int64_t channel) { channels.limitBlock(channel, 1); });
  for (auto [index, result] : llvm::enumerate(op->getResults())) {
    if (body->results[index] != 1)
      continue;
    std::optional<ChannelMap> map = loops->fromLoops(
        op.getMatchingIndexingMap(op.getDpsInitOperand(index)));
    if (!map)
      return pinOperands(op, "it is summed over");
    setMap(result, map);
  }
}

} // namespace hwlock
