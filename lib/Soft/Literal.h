//===- Literal.h - Numbers that are known ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_LITERAL_H
#define HWLOCK_LIB_SOFT_LITERAL_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/Value.h"
#include <optional>
#include <vector>

namespace hwlock {

/// The floating-point number that the scalar `value` is known to have.
std::optional<double> literal(mlir::Value value);

/// The number of each of `channels` channels of the tensor `value`, which lie
/// in it as `map` says: it must be a constant, whoever else reads it, that is
/// the same wherever the channel is.
std::optional<std::vector<double>>
channelLiterals(mlir::Value value, const ChannelMap &map, int64_t channels);

/// True if the elements of `value` are the same along `axis`, as those of what
/// was broadcast along it.
bool isConstantAlong(mlir::Value value, unsigned axis);

/// True if what `operand`, indexed by `indexing`, gives is the same for all
/// channels along `loops`.
bool isConstantAlong(mlir::OpOperand &operand, mlir::AffineMap indexing,
                     const ChannelMap &loops);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_LITERAL_H
