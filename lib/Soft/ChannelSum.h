//===- ChannelSum.h - What sums up all channels ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_CHANNELSUM_H
#define HWLOCK_LIB_SOFT_CHANNELSUM_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace hwlock {

/// True if the loops of `op` that are reductions are those that `loops` has
/// channels along.
bool reducesChannels(mlir::linalg::LinalgOp op, const ChannelMap &loops);

/// What `op` adds, each time that its body runs, to the result `index`, a sum
/// that begins at zero; null if that is no such sum.
mlir::Value summand(mlir::linalg::LinalgOp op, unsigned index);

/// a + b, where all but the last bits of float32 may cancel: a mean is C times
/// 1/C.
double cancelled(double a, double b);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_CHANNELSUM_H
