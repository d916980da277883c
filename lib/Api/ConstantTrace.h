//===- ConstantTrace.h - From an operand to its constant --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_CONSTANTTRACE_H
#define HWLOCK_LIB_API_CONSTANTTRACE_H

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace hwlock {

/// A value that holds the elements of a constant in another arrangement.
struct ConstantTrace {
  mlir::arith::ConstantOp constant;
  /// For each dimension of the value the axes of the constant that lie along
  /// it, outermost first; none if it is repeated there.
  using Axes = llvm::SmallVector<int64_t, 2>;
  llvm::SmallVector<Axes> axes;
};

/// Looks through transposes, reshapes, broadcasts and copies.
std::optional<ConstantTrace> traceConstant(mlir::Value value);

} // namespace hwlock

#endif // HWLOCK_LIB_API_CONSTANTTRACE_H
