//===- LowerToIree.h - A locked module for iree-compile -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IREE_LOWERTOIREE_H
#define HWLOCK_IREE_LOWERTOIREE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include <string>

namespace hwlock {

struct IreeOptions {
  /// Path of a .irpa to write ciphertext and tags to; empty: they stay in the
  /// module.
  std::string parameters;
};

/// Scope of the parameters, as in `--parameters=hwlock=FILE`.
inline constexpr char parameterScope[] = "hwlock";

/// What the pass hwlock-to-iree does (Passes.td). The dialects of
/// registerIreeDialects() must be loaded.
mlir::LogicalResult lowerToIree(mlir::ModuleOp module,
                                const IreeOptions &options = {});

/// IREE's dialects, as far as hwlock writes them.
void registerIreeDialects(mlir::DialectRegistry &registry);

/// Writes generic text: the one form that hwlock's MLIR and IREE's both read.
/// Bytecode is not exchanged between versions, and pretty forms differ.
void printForIree(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace hwlock

#endif // HWLOCK_IREE_LOWERTOIREE_H
