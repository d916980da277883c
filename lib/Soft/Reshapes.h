//===- Reshapes.h - Channels through what moves no element ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_RESHAPES_H
#define HWLOCK_LIB_SOFT_RESHAPES_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/Operation.h"
#include <optional>

namespace hwlock {

/// Where the channels that lie in the first operand of `op` as `map` says lie
/// in its result, whose elements are the same ones in the same order; nothing
/// if they may be others, or if no map says it.
std::optional<ChannelMap> reshaped(mlir::Operation *op, const ChannelMap &map);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_RESHAPES_H
