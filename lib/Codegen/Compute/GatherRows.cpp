//===- GatherRows.cpp - Table look-ups move whole rows --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_GATHERROWS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// The look-up of `op` if all it does is to copy rows that other operands name:
/// the last index of the look-up is the last loop, and nothing else depends on
/// that loop.
tensor::ExtractOp matchRowLookup(linalg::GenericOp op) {
  unsigned last = op.getNumLoops() - 1;
  if (op.getNumLoops() < 2 || op.getNumParallelLoops() != op.getNumLoops() ||
      op.getNumResults() != 1 || op.hasDynamicShape() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity() ||
      op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
    return {};
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap map = op.getMatchingIndexingMap(operand);
    if (!map.isProjectedPermutation() || map.isFunctionOfDim(last))
      return {};
  }
  auto extract = op.getBlock()
                     ->getTerminator()
                     ->getOperand(0)
                     .getDefiningOp<tensor::ExtractOp>();
  if (!extract || extract.getIndices().empty() ||
      extract->getBlock() != op.getBlock())
    return {};
  auto column = extract.getIndices().back().getDefiningOp<linalg::IndexOp>();
  if (!column || column.getDim() != last ||
      extract.getTensor().getType().getShape().back() !=
          op.getStaticLoopRanges()[last])
    return {};
  for (auto index : op.getBlock()->getOps<linalg::IndexOp>())
    if (index.getDim() == last &&
        !llvm::all_of(index->getUsers(),
                      [&](Operation *user) { return user == extract; }))
      return {};
  if (llvm::count(extract.getIndices(), column.getResult()) != 1)
    return {};
  return extract;
}

/// Builds the body of the loops over `rows`; returns the result with one more
/// row.
Value copyRow(OpBuilder &builder, Location loc, linalg::GenericOp op,
              tensor::ExtractOp extract, ValueRange rows, Value result) {
  IRMapping mapping;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    SmallVector<Value> indices;
    for (AffineExpr expr : op.getMatchingIndexingMap(operand).getResults())
      indices.push_back(rows[cast<AffineDimExpr>(expr).getPosition()]);
    mapping.map(op.getMatchingBlockArgument(operand),
                tensor::ExtractOp::create(builder, loc, operand->get(), indices)
                    .getResult());
  }
  for (Operation &inner : op.getBlock()->without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      if (index.getDim() < rows.size())
        mapping.map(index.getResult(), rows[index.getDim()]);
    } else if (&inner != extract) {
      builder.clone(inner, mapping);
    }
  }

  auto slice = [&](int64_t rank, ArrayRef<OpFoldResult> leading, int64_t length,
                   auto create) {
    SmallVector<OpFoldResult> offsets(leading),
        one(rank, builder.getIndexAttr(1));
    offsets.push_back(builder.getIndexAttr(0));
    SmallVector<OpFoldResult> sizes(one);
    sizes.back() = builder.getIndexAttr(length);
    return create(offsets, sizes, one);
  };
  SmallVector<OpFoldResult> table, target(rows.begin(), rows.end());
  for (Value index : extract.getIndices().drop_back())
    table.push_back(mapping.lookupOrDefault(index));
  auto tableType = extract.getTensor().getType();
  int64_t length = tableType.getShape().back();
  auto rowType = RankedTensorType::get(length, tableType.getElementType());
  Value row = slice(tableType.getRank(), table, length,
                    [&](auto offsets, auto sizes, auto strides) -> Value {
                      return tensor::ExtractSliceOp::create(
                          builder, loc, rowType, extract.getTensor(), offsets,
                          sizes, strides);
                    });
  return slice(op.getNumLoops(), target, length,
               [&](auto offsets, auto sizes, auto strides) -> Value {
                 return tensor::InsertSliceOp::create(builder, loc, row, result,
                                                      offsets, sizes, strides);
               });
}

void rewrite(RewriterBase &rewriter, linalg::GenericOp op,
             tensor::ExtractOp extract) {
  Location loc = op.getLoc();
  rewriter.setInsertionPoint(op);
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(rewriter, loc, value);
  };
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  SmallVector<Value> ends;
  for (int64_t size : ArrayRef(sizes).drop_back())
    ends.push_back(constant(size));
  SmallVector<Value> begins(ends.size(), constant(0));
  SmallVector<Value> steps(ends.size(), constant(1));
  scf::LoopNest nest = scf::buildLoopNest(
      rewriter, loc, begins, ends, steps, op.getDpsInits(),
      [&](OpBuilder &builder, Location loc, ValueRange rows,
          ValueRange results) -> scf::ValueVector {
        return {copyRow(builder, loc, op, extract, rows, results.front())};
      });
  rewriter.replaceOp(op, nest.results);
}

struct GatherRowsPass : impl::GatherRowsBase<GatherRowsPass> {
  void runOnOperation() override {
    SmallVector<linalg::GenericOp> ops;
    getOperation().walk([&](linalg::GenericOp op) { ops.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (linalg::GenericOp op : ops)
      if (tensor::ExtractOp extract = matchRowLookup(op))
        rewrite(rewriter, op, extract);
  }
};

} // namespace
} // namespace hwlock
