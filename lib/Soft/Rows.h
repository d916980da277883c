//===- Rows.h - Along which axes of a tensor its rows lie -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sum over channels is one of the row that it is of, and may meet that one
// alone. Along the other axes, but those of channels, a tensor repeats itself.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_ROWS_H
#define HWLOCK_LIB_SOFT_ROWS_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Value.h"
#include <optional>

namespace hwlock {

/// Axes of a tensor, or loops that read it, in their order.
using Rows = llvm::SmallVector<unsigned, 4>;

/// Of a tensor that does not repeat itself: all axes of more than one place but
/// those that `map` has channels on.
Rows wholeRows(mlir::Value value, const ChannelMap &map);

/// The loops that the axes `rows` are read along; nothing if there is an axis
/// that is read in another way, or if the order is another one.
std::optional<Rows> rowLoops(llvm::ArrayRef<unsigned> rows,
                             mlir::AffineMap indexing);

/// Where `loops` lie in what is written; nothing if one is missing or the order
/// is another one.
std::optional<Rows> rowAxes(llvm::ArrayRef<unsigned> loops,
                            mlir::AffineMap written);

/// How many axes of what `indexing` reads depend on `loop`: one, but along a
/// diagonal and the like.
unsigned axesAlong(unsigned loop, mlir::AffineMap indexing);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_ROWS_H
