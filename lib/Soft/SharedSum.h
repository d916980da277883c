//===- SharedSum.h - One sum of all channels, added to each ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// y = relu(x + 1 w^T x) with w > 0. Errors of a weight that reads y add up to
// one vector times the sum: what rounding leaves says the same to every input.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_SHAREDSUM_H
#define HWLOCK_LIB_SOFT_SHAREDSUM_H

#include "ChannelBlocks.h"
#include <vector>

namespace hwlock {

/// w for `size` channels, random float32 values above zero whose vector is
/// `length` long.
std::vector<float> drawSum(unsigned size, double length, Random &random);

/// Multiplies the channels that `weight` reads, all along one axis, by the
/// inverse of 1 + 1 w^T, which is 1 - 1 w^T / (1 + w^T 1) (Sherman and
/// Morrison), in float64.
void divideBySum(const ChannelWeight &weight, llvm::ArrayRef<float> sum,
                 WeightEditor &editor);

/// y along `axis` of `input`, whose channels `sum`, a tensor<1 x 1 x channels>,
/// weighs.
mlir::Value buildSharedSum(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::Value input, unsigned axis,
                           mlir::arith::ConstantOp sum);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_SHAREDSUM_H
