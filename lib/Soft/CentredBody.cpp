//===- CentredBody.cpp - What a scalar body does to sums over channels ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CentredBody.h"
#include "ChannelSum.h"
#include "Literal.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

using Kind = ChannelForm::Kind;

ChannelForm ChannelForm::row() {
  ChannelForm form;
  form.kind = Row;
  return form;
}

ChannelForm ChannelForm::constant(std::vector<double> values) {
  ChannelForm form;
  form.kind = Constant;
  form.shift = std::move(values);
  return form;
}

ChannelForm ChannelForm::linear(double ofElement, double ofSum) {
  ChannelForm form;
  form.kind = Linear;
  form.ofElement = ofElement;
  form.ofSum = ofSum;
  return form;
}

bool ChannelForm::isRow() const {
  return kind == Row || (kind == Constant && llvm::all_equal(shift)) ||
         (kind == Linear && ofElement == 0);
}

ChannelForm CentredBody::of(Value value) const {
  if (auto known = forms.find(value); known != forms.end())
    return known->second;
  if (std::optional<double> number = literal(value))
    return ChannelForm::constant(std::vector<double>(channels, *number));
  return ChannelForm::row();
}

/// a + sign * b
ChannelForm CentredBody::add(const ChannelForm &a, const ChannelForm &b,
                             double sign) const {
  auto sum = [&](const std::vector<double> &x, const std::vector<double> &y) {
    std::vector<double> result(x);
    for (auto [to, from] : llvm::zip_equal(result, y))
      to += sign * from;
    return result;
  };
  if (a.kind == Kind::Linear && b.kind == Kind::Linear) {
    ChannelForm result = ChannelForm::linear(a.ofElement + sign * b.ofElement,
                                             a.ofSum + sign * b.ofSum);
    if (result.ofElement != 0 &&
        cancelled(result.ofElement, channels * result.ofSum) == 0) {
      result.kind = Kind::Centred;
      result.gain.assign(channels, result.ofElement);
      result.shift.assign(channels, 0);
    }
    return result;
  }
  if (a.kind == Kind::Constant && b.kind == Kind::Constant)
    return ChannelForm::constant(sum(a.shift, b.shift));
  if (a.isRow() && b.isRow())
    return ChannelForm::row();
  // Two that are centred, each over numbers of its own, with one gain.
  bool joins =
      a.kind == Kind::Centred && b.kind == Kind::Centred && a.gain == b.gain;
  if (joins || (a.kind == Kind::Centred && b.kind == Kind::Constant)) {
    ChannelForm result = a;
    result.shift = sum(a.shift, b.shift);
    return result;
  }
  if (a.kind == Kind::Constant && b.kind == Kind::Centred) {
    ChannelForm result = b;
    for (double &gain : result.gain)
      gain *= sign;
    result.shift = sum(a.shift, b.shift);
    return result;
  }
  return {};
}

ChannelForm CentredBody::multiply(const ChannelForm &a,
                                  const ChannelForm &b) const {
  if (b.kind == Kind::Constant && a.kind != Kind::Constant)
    return multiply(b, a);
  if (a.kind == Kind::Constant) {
    ChannelForm result = b;
    for (auto [number, gain] : llvm::zip(a.shift, result.gain))
      gain *= number;
    for (auto [number, shift] : llvm::zip(a.shift, result.shift))
      shift *= number;
    if (b.kind == Kind::Linear) {
      if (!llvm::all_equal(a.shift))
        return {};
      return ChannelForm::linear(a.shift[0] * b.ofElement,
                                 a.shift[0] * b.ofSum);
    }
    return b.kind == Kind::Row && !llvm::all_equal(a.shift) ? ChannelForm()
                                                            : result;
  }
  if (a.isRow() && b.isRow())
    return ChannelForm::row();
  if (a.isRow())
    return multiply(b, a);
  // A factor for each row leaves a sum of zero, but makes a shift unknown.
  bool noShift = llvm::all_of(a.shift, [](double x) { return x == 0; });
  if (a.kind == Kind::Centred && b.isRow() && noShift)
    return a;
  return {};
}

ChannelForm CentredBody::reciprocal(const ChannelForm &a) const {
  if (a.kind == Kind::Constant) {
    std::vector<double> result(a.shift);
    for (double &number : result)
      number = 1 / number;
    return llvm::all_of(result, [](double x) { return std::isfinite(x); })
               ? ChannelForm::constant(std::move(result))
               : ChannelForm();
  }
  return a.isRow() ? ChannelForm::row() : ChannelForm();
}

void CentredBody::evaluate(Operation &op) {
  SmallVector<ChannelForm> operands;
  for (Value operand : op.getOperands())
    operands.push_back(of(operand));
  auto otherwise = [&] {
    bool row = op.getNumRegions() == 0 && isMemoryEffectFree(&op) &&
               llvm::all_of(operands, std::mem_fn(&ChannelForm::isRow));
    return row ? ChannelForm::row() : ChannelForm();
  };
  ChannelForm result =
      llvm::TypeSwitch<Operation *, ChannelForm>(&op)
          .Case([&](arith::AddFOp) { return add(operands[0], operands[1], 1); })
          .Case(
              [&](arith::SubFOp) { return add(operands[0], operands[1], -1); })
          .Case(
              [&](arith::MulFOp) { return multiply(operands[0], operands[1]); })
          .Case([&](arith::DivFOp) {
            return multiply(operands[0], reciprocal(operands[1]));
          })
          .Case([&](arith::NegFOp) {
            return multiply(
                operands[0],
                ChannelForm::constant(std::vector<double>(channels, -1)));
          })
          .Case([&](arith::ExtFOp) { return operands[0]; })
          .Case([&](arith::TruncFOp) {
            return op.getResult(0).getType().isF32() ? operands[0]
                                                     : otherwise();
          })
          .Case([&](linalg::IndexOp index) {
            return loops.onAxis(index.getDim()) ? ChannelForm()
                                                : ChannelForm::row();
          })
          .Default([&](Operation *) { return otherwise(); });
  bool depends = result.kind == Kind::Linear || result.kind == Kind::Centred;
  for (Value value : op.getResults())
    // Rounded to fewer bits, numbers do not add up to zero.
    set(value, depends && value.getType().getIntOrFloatBitWidth() < 32
                   ? ChannelForm()
                   : result);
}

} // namespace hwlock
