//===- Windows.cpp - Windows of convolutions as slices --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Windows.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
namespace {

/// One dimension of an operand: `size` elements from the start, `stride` apart,
/// the i-th read at index `dim` = i.
struct Access {
  AffineExpr dim;
  int64_t size, stride;
};

/// Any dimension that `expr` reads.
AffineExpr someDim(AffineExpr expr) {
  AffineExpr found;
  expr.walk([&](AffineExpr part) {
    if (isa<AffineDimExpr>(part))
      found = part;
  });
  return found;
}

/// Nothing if `expr` still moves along two dimensions.
std::optional<Access> accessOf(AffineExpr expr, ArrayRef<int64_t> range) {
  SmallVector<AffineExpr> replacements;
  for (auto [dim, size] : llvm::enumerate(range))
    replacements.push_back(size == 1
                               ? getAffineConstantExpr(0, expr.getContext())
                               : getAffineDimExpr(dim, expr.getContext()));
  AffineExpr moving =
      simplifyAffineExpr(expr.replaceDims(replacements), range.size(), 0);
  if (auto constant = dyn_cast<AffineConstantExpr>(moving)) {
    AffineExpr dim = someDim(expr);
    if (!dim || constant.getValue() != 0)
      return std::nullopt;
    return Access{dim, 1, 1};
  }
  int64_t stride = 1;
  if (auto product = dyn_cast<AffineBinaryOpExpr>(moving)) {
    auto factor = dyn_cast<AffineConstantExpr>(product.getRHS());
    if (product.getKind() != AffineExprKind::Mul || !factor)
      return std::nullopt;
    moving = product.getLHS();
    stride = factor.getValue();
  }
  auto dim = dyn_cast<AffineDimExpr>(moving);
  if (!dim)
    return std::nullopt;
  return Access{dim, range[dim.getPosition()], stride};
}

} // namespace

void sliceWindows(RewriterBase &rewriter, linalg::GenericOp op) {
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  rewriter.setInsertionPoint(op);
  bool changed = false;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    AffineMap &map = maps[operand->getOperandNumber()];
    if (map.isProjectedPermutation())
      continue;
    SmallVector<AffineExpr> results;
    SmallVector<int64_t> sizes, strides, offsets(map.getNumResults(), 0);
    for (AffineExpr expr : map.getResults())
      if (auto access = accessOf(expr, range)) {
        results.push_back(access->dim);
        sizes.push_back(access->size);
        strides.push_back(access->stride);
      }
    if (results.size() != map.getNumResults())
      continue;
    MLIRContext *context = op.getContext();
    Value slice = tensor::ExtractSliceOp::create(
        rewriter, op.getLoc(), operand->get(),
        getAsIndexOpFoldResult(context, offsets),
        getAsIndexOpFoldResult(context, sizes),
        getAsIndexOpFoldResult(context, strides));
    rewriter.modifyOpInPlace(op, [&] { operand->set(slice); });
    map = AffineMap::get(map.getNumDims(), 0, results, context);
    changed = true;
  }
  if (changed)
    rewriter.modifyOpInPlace(op, [&] {
      op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
    });
}

} // namespace hwlock
