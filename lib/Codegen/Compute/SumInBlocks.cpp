//===- SumInBlocks.cpp - Sums of products that lose less to rounding ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Layouts.h"
#include "Tiling.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_SUMINBLOCKS
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Shorter sums lose less than what blocks would cost.
constexpr int64_t kLeastProducts = 256;

/// Whether each step adds a number to the sum so far, and does nothing else to
/// that.
bool isPlainSum(linalg::LinalgOp op) {
  Value sum = op.getRegionOutputArgs()[0];
  auto add = op.getBlock()
                 ->getTerminator()
                 ->getOperand(0)
                 .getDefiningOp<arith::AddFOp>();
  return add && sum.hasOneUse() && (add.getLhs() == sum || add.getRhs() == sum);
}

/// The power of two that is the root of `count`, or the next one.
int64_t blockLength(int64_t count) {
  return int64_t(1) << llvm::divideCeil(llvm::Log2_64_Ceil(count), 2);
}

/// The largest divisor of `size` that is at most `cap`.
int64_t divisorOf(int64_t size, int64_t cap) {
  while (size % cap != 0)
    --cap;
  return cap;
}

/// The steps of each loop that make a block: inner reductions as a whole (0)
/// while they fit, a part of the next one, and one step of those around it.
/// Nothing if the sum is short.
std::optional<SmallVector<int64_t>> blockSizes(linalg::LinalgOp op) {
  SmallVector<int64_t> range = op.getStaticLoopRanges();
  SmallVector<int64_t> sizes(range.size(), 0);
  SmallVector<unsigned> reductions;
  op.getReductionDims(reductions);
  int64_t count = 1;
  for (unsigned dim : reductions)
    count *= range[dim];
  if (count < kLeastProducts)
    return std::nullopt;
  int64_t room = blockLength(count);
  for (unsigned dim : llvm::reverse(reductions)) {
    if (range[dim] <= room) {
      room /= range[dim];
      continue;
    }
    sizes[dim] = dim == reductions.back() ? tileOf(range[dim], room)
                                          : divisorOf(range[dim], room);
    room = 1;
  }
  return sizes;
}

/// Lets the sum of `block` begin with zero, and adds it to what it began with.
void addToSeparateSum(RewriterBase &rewriter, linalg::LinalgOp block) {
  Location loc = block.getLoc();
  rewriter.setInsertionPoint(block);
  Value out = block.getDpsInits()[0];
  auto type = cast<RankedTensorType>(out.getType());
  Value zeros =
      createZeros(rewriter, loc, type.getShape(), type.getElementType());
  rewriter.modifyOpInPlace(block, [&] { block.setDpsInitOperand(0, zeros); });
  rewriter.setInsertionPointAfter(block);
  AffineMap identity = rewriter.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> iterators(type.getRank(),
                                             utils::IteratorType::parallel);
  auto sum = linalg::GenericOp::create(
      rewriter, loc, type, ValueRange{block->getResult(0)}, ValueRange{out},
      ArrayRef<AffineMap>{identity, identity}, iterators,
      [](OpBuilder &builder, Location loc, ValueRange arguments) {
        Value total =
            arith::AddFOp::create(builder, loc, arguments[1], arguments[0]);
        linalg::YieldOp::create(builder, loc, total);
      });
  rewriter.replaceAllUsesExcept(block->getResult(0), sum.getResult(0), sum);
}

struct SumInBlocksPass : impl::SumInBlocksBase<SumInBlocksPass> {
  using SumInBlocksBase::SumInBlocksBase;

  void runOnOperation() override {
    SmallVector<linalg::LinalgOp> ops;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (isSumOfProducts(op) && canTile(op) && isPlainSum(op))
        ops.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (linalg::LinalgOp op : ops) {
      std::optional<SmallVector<int64_t>> sizes = blockSizes(op);
      if (!sizes)
        continue;
      auto result = tileLoops(rewriter, op, *sizes);
      if (failed(result))
        continue;
      for (Operation *block : result->tiledOps)
        addToSeparateSum(rewriter, cast<linalg::LinalgOp>(block));
      peel(rewriter, result->loops);
    }
  }
};

} // namespace
} // namespace hwlock
