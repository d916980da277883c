//===- NonNegative.cpp - Values that are never below zero -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "NonNegative.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace hwlock {

static bool isNonNegativeConstant(Value value) {
  APFloat number(0.0);
  return matchPattern(value, m_ConstantFloat(&number)) &&
         (number.isZero() || (!number.isNegative() && !number.isNaN()));
}

/// True if `op` is `x > c ? x : y` with a c that is not below zero.
static bool keepsTheLarger(arith::SelectOp op,
                           llvm::function_ref<bool(Value)> known) {
  auto compare = op.getCondition().getDefiningOp<arith::CmpFOp>();
  if (!compare || compare.getLhs() != op.getTrueValue() ||
      !known(compare.getRhs()))
    return false;
  using Predicate = arith::CmpFPredicate;
  return llvm::is_contained(
      {Predicate::OGT, Predicate::UGT, Predicate::OGE, Predicate::UGE},
      compare.getPredicate());
}

static bool isNonNegative(Operation &op,
                          llvm::function_ref<bool(Value)> known) {
  auto all = [&](auto) { return llvm::all_of(op.getOperands(), known); };
  return llvm::TypeSwitch<Operation *, bool>(&op)
      .Case<arith::AddFOp, arith::MulFOp, arith::DivFOp, arith::ExtFOp,
            arith::TruncFOp, arith::MinimumFOp, arith::MinNumFOp>(all)
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [&](auto) { return llvm::any_of(op.getOperands(), known); })
      .Case([&](arith::SelectOp select) {
        return known(select.getFalseValue()) &&
               (known(select.getTrueValue()) || keepsTheLarger(select, known));
      })
      .Case<math::ExpOp, math::AbsFOp>([](auto) { return true; })
      .Default([](Operation *) { return false; });
}

NonNegative::NonNegative(FunctionOpInterface function) {
  if (function.isExternal() || !function.getFunctionBody().hasOneBlock())
    return;
  for (Operation &op : function.getFunctionBody().front())
    visit(&op);
}

void NonNegative::visitStructured(linalg::LinalgOp op) {
  llvm::DenseSet<Value> inBody;
  auto known = [&](Value value) {
    return inBody.contains(value) || isNonNegativeConstant(value);
  };
  for (OpOperand &operand : op->getOpOperands())
    if (contains(operand.get()) || isNonNegativeConstant(operand.get()))
      inBody.insert(op.getMatchingBlockArgument(&operand));
  for (Operation &inner : op.getBlock()->without_terminator())
    if (isNonNegative(inner, known))
      inBody.insert(inner.getResult(0));
  for (auto [result, yielded] : llvm::zip_equal(
           op->getResults(), op.getBlock()->getTerminator()->getOperands()))
    if (known(yielded))
      values.insert(result);
}

void NonNegative::visit(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op))
    return visitStructured(structured);
  auto pad = dyn_cast<tensor::PadOp>(op);
  bool passes = isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp,
                    tensor::CastOp, tensor::ExtractSliceOp>(op) ||
                (pad && pad.getConstantPaddingValue() &&
                 isNonNegativeConstant(pad.getConstantPaddingValue()));
  if (passes && contains(op->getOperand(0)))
    values.insert(op->getResult(0));
}

} // namespace hwlock
