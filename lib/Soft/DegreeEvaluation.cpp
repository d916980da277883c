//===- DegreeEvaluation.cpp - How a scalar body scales --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DegreeEvaluation.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace hwlock {

/// What every element is, if that is known.
static std::optional<APFloat> numberOfAll(Value value) {
  while (Operation *op = value.getDefiningOp()) {
    if (auto fill = dyn_cast<linalg::FillOp>(op))
      value = fill.getInputs()[0];
    else if (isa<tensor::ExpandShapeOp, tensor::CollapseShapeOp,
                 tensor::CastOp>(op))
      value = op->getOperand(0);
    else
      break;
  }
  APFloat number(0.0);
  if (!matchPattern(value, m_ConstantFloat(&number)))
    return std::nullopt;
  return number;
}

bool isZero(Value value) {
  std::optional<APFloat> number = numberOfAll(value);
  return number && number->isZero();
}

bool isZeroOrInfinity(Value value) {
  std::optional<APFloat> number = numberOfAll(value);
  return number && (number->isZero() || number->isInfinity());
}

namespace {

class Evaluation {
public:
  void set(Value value, Degree degree) { degrees[value] = degree; }

  /// Degree of a value of the body, or of one that it captures.
  Degree of(Value value) const {
    if (auto known = degrees.find(value); known != degrees.end())
      return known->second;
    return isZeroOrInfinity(value) ? Degree() : Degree(0);
  }

  bool evaluate(Operation &op);
  bool linear = true;

private:
  /// The one degree of `a` and `b` in `result`; false if they differ.
  static bool meet(Degree a, Degree b, Degree &result) {
    result = a ? a : b;
    return !a || !b || *a == *b;
  }

  llvm::DenseMap<Value, Degree> degrees;
};

bool Evaluation::evaluate(Operation &op) {
  Degree result = 0;
  auto degree = [&](unsigned i) { return of(op.getOperand(i)); };
  auto scales = [](Degree d) { return d && *d != 0; };
  bool known =
      llvm::TypeSwitch<Operation *, bool>(&op)
          .Case<arith::AddFOp, arith::SubFOp>(
              [&](auto) { return meet(degree(0), degree(1), result); })
          .Case<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp,
                arith::MinNumFOp>([&](auto) {
            linear &= !scales(degree(0)) && !scales(degree(1));
            return meet(degree(0), degree(1), result);
          })
          .Case([&](arith::MulFOp) {
            Degree a = degree(0), b = degree(1);
            linear &= !scales(a) || !scales(b);
            result = a && b ? Degree(*a + *b) : Degree();
            return true;
          })
          .Case([&](arith::DivFOp) {
            Degree a = degree(0), b = degree(1);
            linear &= !scales(b);
            result = a && b ? Degree(*a - *b) : Degree();
            // Over a zero or an infinity: no number to scale.
            return b.has_value();
          })
          .Case<arith::NegFOp, arith::ExtFOp>([&](auto) {
            result = degree(0);
            return true;
          })
          .Case([&](arith::TruncFOp) {
            result = degree(0);
            // Narrower formats have too few exponents for a scale.
            return !scales(result) || op.getResult(0).getType().isF32();
          })
          .Case([&](math::AbsFOp) {
            result = degree(0);
            linear &= !scales(result);
            return true;
          })
          .Case([&](arith::CmpFOp) {
            Degree common;
            linear &= !scales(degree(0)) && !scales(degree(1));
            return meet(degree(0), degree(1), common);
          })
          .Case([&](arith::SelectOp) {
            return !scales(degree(0)) && meet(degree(1), degree(2), result);
          })
          .Default([&](Operation *) {
            return llvm::none_of(op.getOperands(),
                                 [&](Value v) { return scales(of(v)); });
          });
  for (Value value : op.getResults())
    set(value, isZeroOrInfinity(value) ? Degree() : result);
  return known;
}

} // namespace

std::optional<BodyDegrees> evaluateDegrees(linalg::LinalgOp op,
                                           ArrayRef<Degree> arguments) {
  Evaluation evaluation;
  Block &body = *op.getBlock();
  for (auto [argument, degree] :
       llvm::zip_equal(body.getArguments(), arguments))
    evaluation.set(argument, degree);
  for (Operation &inner : body.without_terminator())
    if (!evaluation.evaluate(inner))
      return std::nullopt;
  BodyDegrees degrees;
  for (Value result : body.getTerminator()->getOperands())
    degrees.results.push_back(evaluation.of(result));
  degrees.linear = evaluation.linear;
  return degrees;
}

} // namespace hwlock
