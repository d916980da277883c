//===- RewrittenWeights.h - What soft locks have changed ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H
#define HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H

#include "hwlock/Soft/WeightEditor.h"
#include "llvm/ADT/DenseSet.h"

namespace hwlock {

/// The constants of a module that soft locks have changed or added. As an
/// analysis that each of them preserves it goes from one to the next; any other
/// pass may replace constants, and drops it.
class RewrittenWeights {
public:
  explicit RewrittenWeights(mlir::Operation *) {}

  void add(mlir::arith::ConstantOp constant) { constants.insert(constant); }
  /// For a matrix that is no layer of the model itself.
  void addInserted(mlir::arith::ConstantOp constant) {
    add(constant);
    inserted.insert(constant);
  }
  void add(const WeightEditor &editor) {
    for (mlir::arith::ConstantOp constant : editor.changed())
      add(constant);
  }
  /// For one that is erased.
  void remove(mlir::arith::ConstantOp constant) {
    constants.erase(constant);
    inserted.erase(constant);
  }
  bool contains(mlir::arith::ConstantOp constant) const {
    return constants.contains(constant);
  }
  bool isInserted(mlir::arith::ConstantOp constant) const {
    return inserted.contains(constant);
  }

private:
  llvm::DenseSet<mlir::Operation *> constants, inserted;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H
