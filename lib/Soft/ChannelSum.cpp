//===- ChannelSum.cpp - What sums up all channels -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChannelSum.h"
#include "DegreeEvaluation.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

bool reducesChannels(linalg::LinalgOp op, const ChannelMap &loops) {
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  return llvm::all_of(llvm::enumerate(iterators), [&](auto each) {
    return (each.value() == utils::IteratorType::reduction) ==
           loops.onAxis(each.index());
  });
}

Value summand(linalg::LinalgOp op, unsigned index) {
  OpOperand &init = *op.getDpsInitOperand(index);
  Value sum = op.getMatchingBlockArgument(&init);
  Value yielded = op.getBlock()->getTerminator()->getOperand(index);
  auto add = yielded.getDefiningOp<arith::AddFOp>();
  if (!add || !sum.hasOneUse() || !isZero(init.get()))
    return nullptr;
  if (add.getLhs() == sum)
    return add.getRhs();
  return add.getRhs() == sum ? add.getLhs() : nullptr;
}

double cancelled(double a, double b) {
  double sum = a + b;
  return std::abs(sum) <= 0x1p-22 * std::abs(a) ? 0 : sum;
}

} // namespace hwlock
