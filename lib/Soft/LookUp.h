//===- LookUp.h - Tensors that are read within a body ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_LOOKUP_H
#define HWLOCK_LIB_SOFT_LOOKUP_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/ADT/SmallBitVector.h"
#include <optional>

namespace hwlock {

/// A tensor that a structured operation copies without having it as an operand,
/// as exporters write a broadcast along a dynamic axis.
struct LookUp {
  mlir::Value source;
  /// Where each place of the loops is read from; an axis of the source with an
  /// index that is computed in some other way has a symbol.
  mlir::AffineMap indexing;
  /// The loops that what those symbols stand for depends on.
  llvm::SmallBitVector computed;
};

/// `op` as a look-up; nothing if it does anything else. An index that is 0
/// where the axis has one place and a loop otherwise is that loop.
std::optional<LookUp> asLookUp(mlir::linalg::LinalgOp op);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_LOOKUP_H
