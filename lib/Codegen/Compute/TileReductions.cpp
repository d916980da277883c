//===- TileReductions.cpp - Reduction loops inside the parallel ones ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "Tiling.h"
#include "VectorWidth.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_TILEREDUCTIONS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

SmallVector<int64_t> reductionTiles(linalg::LinalgOp op,
                                    const RegisterTile &tile) {
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  SmallVector<int64_t> sizes(range.size(), 0);
  VectorDims vector = chooseVectorDims(op);
  SmallVector<unsigned> reductions;
  op.getReductionDims(reductions);
  for (unsigned dim : reductions)
    sizes[dim] = 1;
  if (isSumOfProducts(op))
    sizes[reductions.back()] = tileOf(range[reductions.back()], tile.depth);
  else if (vector.reduction && !op->hasAttr(kContractionAttr))
    sizes[*vector.reduction] =
        tileOf(range[*vector.reduction],
               tile.run(getElementTypeOrSelf(op->getOperand(0))));
  return sizes;
}

struct TileReductionsPass : impl::TileReductionsBase<TileReductionsPass> {
  using TileReductionsBase::TileReductionsBase;

  LogicalResult initialize(MLIRContext *context) override {
    return checkVectorBits(context, vectorBits);
  }

  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (op.getNumReductionLoops() > 0 && canTile(op))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    RegisterTile tile(vectorBits);
    for (linalg::LinalgOp op : ops) {
      auto result = tileLoops(rewriter, op, reductionTiles(op, tile));
      if (succeeded(result))
        peel(rewriter, result->loops);
    }
  }
};

} // namespace
} // namespace hwlock
