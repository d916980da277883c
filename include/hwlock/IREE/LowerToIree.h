//===- LowerToIree.h - A locked module for iree-compile -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IREE_LOWERTOIREE_H
#define HWLOCK_IREE_LOWERTOIREE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"

namespace hwlock {

class ParameterArchive;

/// Scope of the parameters, as in `--parameters=hwlock=FILE`.
inline constexpr char parameterScope[] = "hwlock";

/// What the pass hwlock-to-iree does (Passes.td). The dialects of
/// registerIreeDialects() must be loaded. Ciphertext and tags go to `archive`,
/// if there is one, unless they are there already; it is not committed.
mlir::LogicalResult lowerToIree(mlir::ModuleOp module,
                                ParameterArchive *archive = nullptr);

/// The functions of a module that iree-compile has begun on are util.func,
/// which nothing here knows for functions: makes func.func of those with a body
/// until releaseUtilFunctions().
void adoptUtilFunctions(mlir::ModuleOp module);
void releaseUtilFunctions(mlir::ModuleOp module);

/// IREE's dialects, as far as hwlock writes them.
void registerIreeDialects(mlir::DialectRegistry &registry);

/// Writes generic text: the one form that hwlock's MLIR and IREE's both read.
/// Bytecode is not exchanged between versions, and pretty forms differ.
void printForIree(mlir::ModuleOp module, llvm::raw_ostream &os);

} // namespace hwlock

#endif // HWLOCK_IREE_LOWERTOIREE_H
