//===- ChannelScaling.h - What scaling a channel does -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_CHANNELSCALING_H
#define HWLOCK_LIB_API_CHANNELSCALING_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/DenseSet.h"

namespace hwlock {

/// True if `value`, of an operation on each element with the body `block`, is
/// scaled by whatever positive factor its arguments `scaled` are scaled by.
bool isScaledWith(mlir::Value value, mlir::Block *block,
                  const llvm::SmallDenseSet<mlir::Value> &scaled);

} // namespace hwlock

#endif // HWLOCK_LIB_API_CHANNELSCALING_H
