//===- ScalarFunction.cpp - What an activation gives for a number ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ScalarFunction.h"
#include "Literal.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

using Numbers = llvm::DenseMap<Value, double>;

static bool compare(arith::CmpFPredicate predicate, double a, double b) {
  using P = arith::CmpFPredicate;
  switch (predicate) {
  case P::OGT:
  case P::UGT:
    return a > b;
  case P::OGE:
  case P::UGE:
    return a >= b;
  case P::OLT:
  case P::ULT:
    return a < b;
  case P::OLE:
  case P::ULE:
    return a <= b;
  case P::OEQ:
  case P::UEQ:
    return a == b;
  case P::ONE:
  case P::UNE:
    return a != b;
  default:
    return predicate == P::AlwaysTrue || predicate == P::ORD;
  }
}

/// `op` of numbers that are known; nothing if it is another one.
static std::optional<double> evaluate(Operation &op, ArrayRef<double> x) {
  using Found = std::optional<double>;
  return llvm::TypeSwitch<Operation *, Found>(&op)
      .Case([&](arith::AddFOp) -> Found { return x[0] + x[1]; })
      .Case([&](arith::SubFOp) -> Found { return x[0] - x[1]; })
      .Case([&](arith::MulFOp) -> Found { return x[0] * x[1]; })
      .Case([&](arith::DivFOp) -> Found { return x[0] / x[1]; })
      .Case([&](arith::NegFOp) -> Found { return -x[0]; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [&](auto) -> Found { return std::fmax(x[0], x[1]); })
      .Case<arith::MinimumFOp, arith::MinNumFOp>(
          [&](auto) -> Found { return std::fmin(x[0], x[1]); })
      .Case([&](arith::CmpFOp cmp) -> Found {
        return compare(cmp.getPredicate(), x[0], x[1]);
      })
      .Case([&](arith::SelectOp) -> Found { return x[0] != 0 ? x[1] : x[2]; })
      .Case([&](math::ExpOp) -> Found { return std::exp(x[0]); })
      .Case([&](math::ErfOp) -> Found { return std::erf(x[0]); })
      .Case([&](math::TanhOp) -> Found { return std::tanh(x[0]); })
      .Case<math::PowFOp, math::FPowIOp>(
          [&](auto) -> Found { return std::pow(x[0], x[1]); })
      .Default([](Operation *) -> Found { return std::nullopt; });
}

/// The floating-point number or integer that `value` is known to be.
static std::optional<double> numberOf(Value value, const Numbers &known) {
  if (auto found = known.find(value); found != known.end())
    return found->second;
  APInt integer;
  if (matchPattern(value, m_ConstantInt(&integer)))
    return double(integer.getSExtValue());
  return literal(value);
}

/// Adds what `op` yields of `known`; false if that is of more than constants
/// besides.
static bool evaluateOp(linalg::LinalgOp op, Numbers &known) {
  for (OpOperand &operand : op->getOpOperands())
    if (auto number = numberOf(operand.get(), known))
      known[op.getMatchingBlockArgument(&operand)] = *number;
  for (Operation &inner : op.getBlock()->without_terminator()) {
    if (inner.getNumResults() != 1)
      return false;
    if (auto constant = literal(inner.getResult(0))) {
      known[inner.getResult(0)] = *constant;
      continue;
    }
    SmallVector<double> numbers;
    for (Value value : inner.getOperands()) {
      std::optional<double> number = numberOf(value, known);
      if (!number)
        return false;
      numbers.push_back(*number);
    }
    std::optional<double> result = evaluate(inner, numbers);
    if (!result)
      return false;
    known[inner.getResult(0)] = *result;
  }
  std::optional<double> yielded =
      numberOf(op.getBlock()->getTerminator()->getOperand(0), known);
  if (yielded)
    known[op->getResult(0)] = *yielded;
  return yielded.has_value();
}

/// What `activation` gives, in float64, if what it reads is `number`; nothing
/// if it is of more than constants besides.
static std::optional<double> evaluate(const Activation &activation,
                                      double number) {
  Numbers known;
  known[activation.before] = number;
  for (Operation *op : activation.ops) {
    auto structured = dyn_cast<linalg::LinalgOp>(op);
    if (!structured) // A reshape.
      known[op->getResult(0)] = known.at(op->getOperand(0));
    else if (!evaluateOp(structured, known))
      return std::nullopt;
  }
  return known.at(activation.after);
}

bool isHalfOdd(const Activation &activation) {
  // Close enough to each other that a bound or a step anywhere is seen.
  for (double z = 1e-6; z < 1e30; z *= 1.5) {
    std::optional<double> at = evaluate(activation, z);
    std::optional<double> opposite = evaluate(activation, -z);
    if (!at || !opposite || !(std::abs(*at - *opposite - z) <= 1e-6 * z))
      return false;
  }
  return true;
}

} // namespace hwlock
