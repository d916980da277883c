//===- NonNegative.h - Values that are never below zero -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_NONNEGATIVE_H
#define HWLOCK_LIB_SOFT_NONNEGATIVE_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseSet.h"

namespace hwlock {

/// The tensors of a function whose elements are provably not below zero,
/// whatever its arguments are: behind ReLU, a maximum over such, their sums.
/// NaN counts as not below zero.
class NonNegative {
public:
  explicit NonNegative(mlir::FunctionOpInterface function);

  bool contains(mlir::Value value) const { return values.contains(value); }

private:
  void visit(mlir::Operation *op);
  void visitStructured(mlir::linalg::LinalgOp op);

  llvm::DenseSet<mlir::Value> values;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_NONNEGATIVE_H
