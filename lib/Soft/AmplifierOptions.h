//===- AmplifierOptions.h - Options that passes share that amplify --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H
#define HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/Operation.h"
#include "mlir/Support/LLVM.h"

namespace hwlock {

/// In place of a kappa or a factor: the group stays as it is.
constexpr double leftOut = -1;
/// Why a layer of it stays.
constexpr llvm::StringLiteral leftOutReason = "it is to be left out";

/// Fails with an error unless `kappa` is in [1, 65536].
mlir::LogicalResult checkKappa(mlir::MLIRContext *context, double kappa);

/// The same for each of `kappas`, which may be `leftOut`, too, or 0, which
/// leaves the choice to the pass.
mlir::LogicalResult checkKappas(mlir::MLIRContext *context,
                                llvm::ArrayRef<double> kappas);

/// Fails with an error unless each of `factors` is in (0, 16384] or `leftOut`.
mlir::LogicalResult checkFactors(mlir::MLIRContext *context,
                                 llvm::ArrayRef<double> factors);

/// Fails with an error unless `block` is in [2, most].
mlir::LogicalResult checkBlock(mlir::MLIRContext *context, unsigned block,
                               unsigned most);

/// How much a pass amplifies each group of weights, in the order in which it
/// takes them up: one number for all, or one for each.
class GroupAmplification {
public:
  /// `option` is the name of what was given; nothing was: `otherwise`.
  GroupAmplification(llvm::StringRef option, llvm::ArrayRef<double> given,
                     double otherwise)
      : option(option), given(given.begin(), given.end()) {
    if (given.empty())
      this->given = {otherwise};
  }

  /// Of the next group. Where none is given the first again: `checkCount()`
  /// says so in the end.
  double next() {
    size_t at = groups++;
    return given[at < given.size() ? at : 0];
  }
  unsigned count() const { return groups; }

  /// Fails with an error unless there were as many groups as numbers, or one
  /// number for all.
  mlir::LogicalResult checkCount(mlir::Operation *module) const;

private:
  llvm::StringRef option;
  llvm::SmallVector<double> given;
  unsigned groups = 0;
};

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H
