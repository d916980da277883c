//===- LookUp.cpp - Tensors that are read within a body -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LookUp.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace hwlock {

/// True if `size` is how many places `tensor` has along `axis`, as far as that
/// can be read off what made it.
static bool isSizeOf(Value size, Value tensor, unsigned axis) {
  while (Operation *op = tensor.getDefiningOp()) {
    if (auto empty = dyn_cast<tensor::EmptyOp>(op))
      return empty.getType().isDynamicDim(axis) &&
             empty.getDynamicSize(axis) == size;
    if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op)) {
      OpFoldResult there = expand.getMixedOutputShape()[axis];
      return dyn_cast<Value>(there) == size;
    }
    if (auto structured = dyn_cast<linalg::LinalgOp>(op))
      tensor =
          structured.getDpsInits()[cast<OpResult>(tensor).getResultNumber()];
    else if (isa<tensor::CastOp>(op))
      tensor = op->getOperand(0);
    else
      break;
  }
  auto dim = size.getDefiningOp<tensor::DimOp>();
  return dim && dim.getSource() == tensor && dim.getConstantIndex() == axis;
}

/// The loop that `index` is 0 or; null if it is not known to be 0 only where
/// `source` has one place along `axis`.
static linalg::IndexOp broadcastLoop(Value index, Value source, unsigned axis) {
  auto select = index.getDefiningOp<arith::SelectOp>();
  if (!select || !matchPattern(select.getTrueValue(), m_Zero()))
    return nullptr;
  auto compare = select.getCondition().getDefiningOp<arith::CmpIOp>();
  if (!compare || compare.getPredicate() != arith::CmpIPredicate::eq ||
      !matchPattern(compare.getRhs(), m_One()) ||
      !isSizeOf(compare.getLhs(), source, axis))
    return nullptr;
  return select.getFalseValue().getDefiningOp<linalg::IndexOp>();
}

/// Adds the loops of `op` that `value`, in its body, depends on to `loops`.
static void addLoops(linalg::LinalgOp op, Value value,
                     llvm::SmallBitVector &loops) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (argument && argument.getOwner() == op.getBlock()) {
    AffineMap indexing =
        op.getMatchingIndexingMap(&op->getOpOperand(argument.getArgNumber()));
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (indexing.isFunctionOfDim(loop))
        loops.set(loop);
    return;
  }
  Operation *inner = value.getDefiningOp();
  // What is computed outside is the same for all.
  if (!inner || inner->getBlock() != op.getBlock())
    return;
  if (auto index = dyn_cast<linalg::IndexOp>(inner))
    loops.set(index.getDim());
  if (inner->getNumRegions() > 0)
    loops.set();
  for (Value operand : inner->getOperands())
    addLoops(op, operand, loops);
}

std::optional<LookUp> asLookUp(linalg::LinalgOp op) {
  Block &body = *op.getBlock();
  Operation *yield = body.getTerminator();
  if (!op.isAllParallelLoops() || yield->getNumOperands() != 1)
    return std::nullopt;
  auto extract = yield->getOperand(0).getDefiningOp<tensor::ExtractOp>();
  if (!extract || extract->getBlock() != &body)
    return std::nullopt;
  MLIRContext *context = op.getContext();
  SmallVector<AffineExpr> read;
  unsigned symbols = 0;
  llvm::SmallBitVector computed(op.getNumLoops());
  for (auto [axis, index] : llvm::enumerate(extract.getIndices())) {
    auto loop = index.getDefiningOp<linalg::IndexOp>();
    if (!loop)
      loop = broadcastLoop(index, extract.getTensor(), axis);
    APInt number;
    if (loop) {
      read.push_back(getAffineDimExpr(loop.getDim(), context));
    } else if (matchPattern(index, m_ConstantInt(&number))) {
      read.push_back(getAffineConstantExpr(number.getSExtValue(), context));
    } else {
      read.push_back(getAffineSymbolExpr(symbols++, context));
      addLoops(op, index, computed);
    }
  }
  return LookUp{extract.getTensor(),
                AffineMap::get(op.getNumLoops(), symbols, read, context),
                computed};
}

} // namespace hwlock
