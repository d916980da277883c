//===- ScalarFunction.cpp - What a body computes of one number ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ScalarFunction.h"
#include "Literal.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
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
      .Case([&](math::PowFOp) -> Found { return std::pow(x[0], x[1]); })
      .Default([](Operation *) -> Found { return std::nullopt; });
}

std::optional<double> evaluateBody(linalg::LinalgOp op, OpOperand *variable,
                                   double number) {
  Numbers known;
  for (OpOperand &operand : op->getOpOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(&operand);
    if (&operand == variable)
      known[argument] = number;
    else if (auto constant = literal(operand.get()))
      known[argument] = *constant;
  }
  for (Operation &inner : op.getBlock()->without_terminator()) {
    if (auto constant = literal(inner.getResult(0))) {
      known[inner.getResult(0)] = *constant;
      continue;
    }
    SmallVector<double> numbers;
    for (Value value : inner.getOperands()) {
      auto found = known.find(value);
      std::optional<double> constant =
          found == known.end() ? literal(value) : found->second;
      if (!constant)
        return std::nullopt;
      numbers.push_back(*constant);
    }
    std::optional<double> result = evaluate(inner, numbers);
    if (!result)
      return std::nullopt;
    known[inner.getResult(0)] = *result;
  }
  auto found = known.find(op.getBlock()->getTerminator()->getOperand(0));
  return found == known.end() ? std::nullopt
                              : std::optional<double>(found->second);
}

bool isHalfOdd(linalg::LinalgOp op, OpOperand *variable) {
  // Close enough to each other that a bound or a step anywhere is seen.
  for (double z = 1e-6; z < 1e30; z *= 1.5) {
    std::optional<double> at = evaluateBody(op, variable, z);
    std::optional<double> opposite = evaluateBody(op, variable, -z);
    if (!at || !opposite || !(std::abs(*at - *opposite - z) <= 1e-6 * z))
      return false;
  }
  return true;
}

} // namespace hwlock
