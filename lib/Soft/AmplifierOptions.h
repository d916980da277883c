//===- AmplifierOptions.h - Options that passes share that amplify --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H
#define HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H

#include "mlir/IR/MLIRContext.h"
#include "mlir/Support/LLVM.h"

namespace hwlock {

/// Fails with an error unless `kappa` is in [1, 65536], or 0 where that leaves
/// the choice to the pass.
mlir::LogicalResult checkKappa(mlir::MLIRContext *context, double kappa,
                               bool zeroChooses = false);

/// Fails with an error unless `factor` is in (0, 16384].
mlir::LogicalResult checkFactor(mlir::MLIRContext *context, double factor);

/// Fails with an error unless `block` is in [2, most].
mlir::LogicalResult checkBlock(mlir::MLIRContext *context, unsigned block,
                               unsigned most);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_AMPLIFIEROPTIONS_H
