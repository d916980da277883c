//===- CommonShift.cpp - What adds the same to all channels ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CommonShift.h"
#include "ChannelSum.h"
#include "LayerSides.h"
#include "Literal.h"
#include "LookUp.h"
#include "Reshapes.h"
#include "Rows.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace hwlock {

namespace {

/// A value that `coefficient` times the shift is added to.
struct Shift {
  double coefficient;
  /// Where the channels are; without any, they were summed over.
  ChannelMap map;
  Rows rows;
};

class ShiftFlow {
public:
  ShiftFlow(Value start, const ChannelMap &map) {
    shifts.insert({start, {1.0, map, wholeRows(start, map)}});
    for (const Digit &digit : map.digits())
      channels *= digit.size;
  }

  /// False if `op` lets the shift through to where it cannot be followed.
  bool visit(Operation *op);
  bool reaches(Value value) const { return shifts.contains(value); }

private:
  bool visitStructured(linalg::LinalgOp op);
  bool visitLookUp(linalg::LinalgOp op, const LookUp &lookUp);
  std::optional<double> coefficientOf(linalg::LinalgOp op);
  bool reads(Operation *op) const {
    return llvm::any_of(op->getOperands(),
                        [&](Value v) { return shifts.contains(v); });
  }

  llvm::DenseMap<Value, Shift> shifts;
  int64_t channels = 1;
};

constexpr unsigned float32Bits = 32;

/// Evaluates a body over coefficients of the shift.
class CoefficientEvaluation {
public:
  llvm::DenseMap<Value, double> known;

  double of(Value value) const { return known.lookup(value); }

  bool evaluate(Operation &op) {
    auto coefficient = [&](unsigned i) { return of(op.getOperand(i)); };
    double result = 0;
    bool defined =
        llvm::TypeSwitch<Operation *, bool>(&op)
            .Case([&](arith::AddFOp) {
              result = cancelled(coefficient(0), coefficient(1));
              return true;
            })
            .Case([&](arith::SubFOp) {
              result = cancelled(coefficient(0), -coefficient(1));
              return true;
            })
            .Case<arith::ExtFOp, arith::TruncFOp>([&](auto) {
              result = coefficient(0);
              return true;
            })
            .Case([&](arith::DivFOp divide) {
              std::optional<double> by = literal(divide.getRhs());
              if (by && *by != 0)
                result = coefficient(0) / *by;
              return coefficient(1) == 0 && (coefficient(0) == 0 || by);
            })
            .Case([&](arith::MulFOp multiply) {
              for (unsigned i : {0u, 1u}) {
                std::optional<double> by = literal(op.getOperand(1 - i));
                if (coefficient(i) != 0 && !by)
                  return false;
                if (by)
                  result += coefficient(i) * *by;
              }
              return true;
            })
            .Default([&](Operation *) {
              return llvm::all_of(op.getOperands(),
                                  [&](Value v) { return of(v) == 0; });
            });
    for (Value value : op.getResults()) {
      known[value] = result;
      // Rounded to fewer bits a shift of one number is that of another no more.
      defined &=
          result == 0 || value.getType().getIntOrFloatBitWidth() >= float32Bits;
    }
    return defined;
  }
};

/// True if `value`, indexed so, keeps the order of its elements and all of
/// them.
bool keepsOrder(AffineMap indexing, Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  int64_t last = -1;
  for (auto [axis, expression] : llvm::enumerate(indexing.getResults())) {
    if (isa<AffineConstantExpr>(expression) && type.getDimSize(axis) == 1)
      continue;
    auto loop = dyn_cast<AffineDimExpr>(expression);
    if (!loop || int64_t(loop.getPosition()) <= last)
      return false;
    last = loop.getPosition();
  }
  return true;
}

} // namespace

std::optional<double> ShiftFlow::coefficientOf(linalg::LinalgOp op) {
  CoefficientEvaluation evaluation;
  for (OpOperand &operand : op->getOpOperands())
    if (auto shift = shifts.find(operand.get()); shift != shifts.end())
      evaluation.known[op.getMatchingBlockArgument(&operand)] =
          shift->second.coefficient;
  for (Operation &inner : op.getBlock()->without_terminator())
    if (!evaluation.evaluate(inner))
      return std::nullopt;
  OperandRange yielded = op.getBlock()->getTerminator()->getOperands();
  double first = evaluation.of(yielded[0]);
  for (Value other : yielded.drop_front())
    if (first != 0 || evaluation.of(other) != 0)
      return std::nullopt;
  return first;
}

bool ShiftFlow::visitStructured(linalg::LinalgOp op) {
  std::optional<ChannelMap> loops;
  std::optional<Rows> rows;
  for (OpOperand &operand : op->getOpOperands()) {
    auto shift = shifts.find(operand.get());
    if (shift == shifts.end() || !op.payloadUsesValueFromOperand(&operand))
      continue;
    AffineMap indexing = op.getMatchingIndexingMap(&operand);
    std::optional<ChannelMap> mine = shift->second.map.toLoops(indexing);
    std::optional<Rows> rowsHere = rowLoops(shift->second.rows, indexing);
    // A shift of one row may not meet that of another.
    if (!mine || !keepsOrder(indexing, operand.get()) || !rowsHere ||
        (rows && *rows != *rowsHere))
      return false;
    rows = rowsHere;
    if (!mine->hasChannels())
      continue;
    if (loops && !(*loops == *mine))
      return false;
    loops = mine;
  }
  // What was summed over channels may only meet all of them alike.
  for (OpOperand &operand : op->getOpOperands()) {
    auto shift = shifts.find(operand.get());
    if (loops && shift != shifts.end() && !shift->second.map.hasChannels() &&
        !isConstantAlong(operand, op.getMatchingIndexingMap(&operand), *loops))
      return false;
  }
  std::optional<double> coefficient = coefficientOf(op);
  if (!coefficient)
    return false;
  if (*coefficient == 0)
    return true;
  // From here on the shift goes through to the one result.
  OpOperand &init = *op.getDpsInitOperand(0);
  AffineMap written = op.getMatchingIndexingMap(&init);
  std::optional<Rows> kept = rowAxes(*rows, written);
  if (!keepsOrder(written, init.get()) || shifts.contains(init.get()) || !kept)
    return false;
  ChannelMap result(written.getNumResults());
  if (op.getNumReductionLoops() > 0) {
    if (!loops || !loops->hasAxesOfItsOwn() || !reducesChannels(op, *loops) ||
        !summand(op, 0))
      return false;
    *coefficient *= channels;
  } else if (loops) {
    std::optional<ChannelMap> there = loops->fromLoops(written);
    if (!there)
      return false;
    result = *there;
  }
  shifts.insert({op->getResult(0), {*coefficient, result, *kept}});
  return true;
}

/// A copy that is read within the body of `op`.
bool ShiftFlow::visitLookUp(linalg::LinalgOp op, const LookUp &lookUp) {
  const Shift &shift = shifts.at(lookUp.source);
  AffineMap written = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  std::optional<ChannelMap> moved = shift.map.toLoops(lookUp.indexing);
  if (moved)
    moved = moved->fromLoops(written);
  unsigned uses = 0;
  op->walk([&](Operation *inner) {
    uses += llvm::count_if(inner->getOperands(),
                           [&](Value v) { return shifts.contains(v); });
  });
  std::optional<Rows> rows = rowLoops(shift.rows, lookUp.indexing);
  if (rows)
    rows = rowAxes(*rows, written);
  if (!moved || uses > 1 || !keepsOrder(lookUp.indexing, lookUp.source) ||
      !keepsOrder(written, op->getResult(0)) || !rows)
    return false;
  shifts.insert({op->getResult(0), {shift.coefficient, *moved, *rows}});
  return true;
}

bool ShiftFlow::visit(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    if (std::optional<LookUp> lookUp = asLookUp(structured);
        lookUp && reaches(lookUp->source))
      return visitLookUp(structured, *lookUp);
  bool captured = false;
  for (Region &region : op->getRegions())
    region.walk([&](Operation *inner) { captured |= reads(inner); });
  if (captured)
    return false;
  if (!reads(op) || isa<tensor::DimOp>(op))
    return true;
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return visitStructured(structured);
  auto found = shifts.find(op->getOperand(0));
  if (found == shifts.end())
    return false;
  Shift shift = found->second;
  std::optional<ChannelMap> moved = reshaped(op, shift.map);
  // What repeats itself might be told apart no more.
  if (!moved || shift.rows != wholeRows(op->getOperand(0), shift.map))
    return false;
  Rows rows = wholeRows(op->getResult(0), *moved);
  shifts.insert({op->getResult(0), {shift.coefficient, *moved, rows}});
  return true;
}

StringRef whyNoCommonShift(LinearLayer layer, const ChannelWeight *weight,
                           const ChannelMap *map) {
  StringRef fixedWeight = "its weight cannot be rewritten";
  if (!weight || !map)
    return fixedWeight;
  SmallVector<Digit, 4> digits = weight->map.digits();
  if (digits.size() != 1 || digits[0].size != layer.channels)
    return fixedWeight;
  LayerOperands operands(layer.op);
  AffineMap reads = layer.op.getMatchingIndexingMap(operands.input);
  AffineMap weighs = layer.op.getMatchingIndexingMap(operands.weight);
  std::optional<ChannelMap> loops = map->toLoops(
      layer.op.getMatchingIndexingMap(layer.op.getDpsInitOperand(0)));
  if (!loops)
    return fixedWeight;
  for (unsigned loop = 0; loop < layer.op.getNumLoops(); ++loop) {
    if (!loops->onAxis(loop))
      continue;
    if (axesAlong(loop, weighs) != 1)
      return fixedWeight;
    // The same numbers, times other inputs, are not the same.
    if (reads.isFunctionOfDim(loop))
      return "each channel meets inputs of its own, as in a depthwise "
             "convolution";
  }
  return "";
}

bool commonShiftVanishes(LinearLayer layer, const ChannelMap &map,
                         ArrayRef<Value> kept, std::string &reason) {
  ShiftFlow flow(layer.op->getResult(0), map);
  for (Operation *op = layer.op->getNextNode(); op; op = op->getNextNode())
    if (!flow.visit(op)) {
      reason = op->hasTrait<OpTrait::ReturnLike>()
                   ? "the model returns it"
                   : ("'" + op->getName().getStringRef() +
                      "' reads it and does not subtract the mean")
                         .str();
      return false;
    }
  for (Value value : kept)
    if (flow.reaches(value)) {
      reason = "hwlock-ln-null-in amplifies what reads the same layer norm";
      return false;
    }
  return true;
}

} // namespace hwlock
