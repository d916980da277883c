//===- ChannelPlace.h - Where channels lie in a value -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_CHANNELPLACE_H
#define HWLOCK_LIB_API_CHANNELPLACE_H

#include "mlir/IR/Operation.h"

namespace hwlock {

/// Where in a value the channels of a stream lie.
struct ChannelPlace {
  size_t stream;
  int64_t dimension, channels;
  /// Element i of the dimension is of channel (i / stride) % channels.
  int64_t stride = 1;
  /// The dimension before it, if the two together count the channels.
  std::optional<int64_t> outer = std::nullopt;
};

/// Sums over windows of each channel, and maxima.
bool isPooling(mlir::Operation *op);

/// Where the channels at `place` in the first operand are in the result, if
/// `op` is one that they pass through: pooling, padding, a reshape.
std::optional<ChannelPlace> placeAfter(mlir::Operation *op, ChannelPlace place);

} // namespace hwlock

#endif // HWLOCK_LIB_API_CHANNELPLACE_H
