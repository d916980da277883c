//===- RewrittenWeights.h - What soft locks have changed ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H
#define HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H

#include "hwlock/Soft/WeightEditor.h"
#include "llvm/ADT/DenseSet.h"

namespace hwlock {

/// Why a lock leaves a layer alone whose weight is one of `RewrittenWeights`:
/// two amplifiers multiply.
constexpr llvm::StringLiteral rewrittenReason =
    "a soft lock before rewrites its weight already";

/// The constants of a module that soft locks have changed or added. As an
/// analysis that each of them preserves it goes from one to the next; any other
/// pass may replace constants, and drops it.
class RewrittenWeights {
public:
  explicit RewrittenWeights(mlir::Operation *) {}

  void add(mlir::arith::ConstantOp constant) {
    constants.insert(constant);
    amplified.insert(constant);
  }
  /// For a matrix that is no layer of the model itself.
  void addInserted(mlir::arith::ConstantOp constant) {
    add(constant);
    inserted.insert(constant);
  }
  /// For a weight that amplifies what does not add up to zero behind a layer
  /// norm.
  void addBehindNorm(mlir::arith::ConstantOp constant) {
    add(constant);
    behindNorm.insert(constant);
  }
  void add(const WeightEditor &editor) {
    for (mlir::arith::ConstantOp constant : editor.changed())
      add(constant);
  }
  /// For scales that are powers of two, which another lock may meet: they round
  /// nothing.
  void addScaled(const WeightEditor &editor) {
    for (mlir::arith::ConstantOp constant : editor.changed())
      constants.insert(constant);
  }
  /// For one that is erased.
  void remove(mlir::arith::ConstantOp constant) {
    constants.erase(constant);
    amplified.erase(constant);
    inserted.erase(constant);
    behindNorm.erase(constant);
  }
  bool contains(mlir::arith::ConstantOp constant) const {
    return constants.contains(constant);
  }
  /// True but for scales.
  bool isAmplified(mlir::arith::ConstantOp constant) const {
    return amplified.contains(constant);
  }
  bool isInserted(mlir::arith::ConstantOp constant) const {
    return inserted.contains(constant);
  }
  bool isBehindNorm(mlir::arith::ConstantOp constant) const {
    return behindNorm.contains(constant);
  }

private:
  llvm::DenseSet<mlir::Operation *> constants, amplified, inserted, behindNorm;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_REWRITTENWEIGHTS_H
