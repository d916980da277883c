//===- ChannelScaling.cpp - What scaling a channel does -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChannelScaling.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace hwlock;

namespace {

/// What a value in the body of an operation does if the channel is scaled.
enum class Scaling { None, Zero, Constant, Scaled, Condition };

} // namespace

/// `scaled` are the arguments that are scaled with the channel.
static Scaling scalingOf(Value value, Block *block,
                         const llvm::SmallDenseSet<Value> &scaled,
                         unsigned depth = 0) {
  if (scaled.contains(value))
    return Scaling::Scaled;
  FloatAttr number;
  if (matchPattern(value, m_Constant(&number)))
    return number.getValue().isZero() ? Scaling::Zero : Scaling::Constant;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != block || depth > 8)
    return Scaling::None;
  SmallVector<Scaling> of;
  for (Value operand : op->getOperands())
    of.push_back(scalingOf(operand, block, scaled, depth + 1));
  auto scales = [](Scaling scaling) {
    return scaling == Scaling::Scaled || scaling == Scaling::Zero;
  };
  if (isa<arith::AddFOp, arith::SubFOp, arith::MaximumFOp, arith::MinimumFOp,
          arith::MaxNumFOp, arith::MinNumFOp, arith::NegFOp>(op))
    return llvm::all_of(of, scales) ? Scaling::Scaled : Scaling::None;
  if (isa<arith::CmpFOp>(op))
    return llvm::all_of(of, scales) ? Scaling::Condition : Scaling::None;
  if (isa<arith::SelectOp>(op))
    return of[0] == Scaling::Condition && scales(of[1]) && scales(of[2])
               ? Scaling::Scaled
               : Scaling::None;
  if (isa<arith::MulFOp>(op) && of[0] == Scaling::Constant)
    std::swap(of[0], of[1]);
  if (isa<arith::MulFOp, arith::DivFOp>(op) && of[0] == Scaling::Scaled &&
      of[1] == Scaling::Constant)
    return Scaling::Scaled;
  return Scaling::None;
}

bool hwlock::isScaledWith(Value value, Block *block,
                          const llvm::SmallDenseSet<Value> &scaled) {
  return scalingOf(value, block, scaled) == Scaling::Scaled;
}
