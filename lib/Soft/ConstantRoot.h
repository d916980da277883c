//===- ConstantRoot.h - The constant behind an operand --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_CONSTANTROOT_H
#define HWLOCK_LIB_SOFT_CONSTANTROOT_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include <optional>
#include <vector>

namespace hwlock {

/// The constant that `value` is a copy, transposition, broadcast or reshape of;
/// null if there is none.
mlir::arith::ConstantOp constantRoot(mlir::Value value);

/// Whether `value`, which has a constantRoot(), is a broadcast of it along
/// `axis`, as a weight is for each sample of a batch.
bool isRepeatedAlong(mlir::Value value, unsigned axis);

/// `map`, over the axes of `value`, over those of constantRoot(value). Nothing
/// if channels along an axis all share one element of it.
std::optional<ChannelMap> mapThroughCopies(mlir::Value value,
                                           const ChannelMap &map);

/// The same for a constant that can be rewritten. Nothing, too, if someone else
/// reads it, or its bytes are no float32 or missing.
std::optional<ChannelMap> mapAtRoot(mlir::Value value, const ChannelMap &map);

/// True if every copy between `value` and its constantRoot() is of a static
/// shape and a transposition or broadcast, not a reversal, say.
bool hasPlainCopies(mlir::Value value);

/// The elements of `value`, row-major, for which mapAtRoot() has a map, and
/// which hasPlainCopies().
std::vector<float> constantElements(mlir::Value value);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_CONSTANTROOT_H
