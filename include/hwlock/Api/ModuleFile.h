//===- ModuleFile.h - MLIR modules on disk --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_MODULEFILE_H
#define HWLOCK_API_MODULEFILE_H

#include "hwlock/Api/OutputFile.h"
#include "hwlock/Support/Result.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include <string>

namespace hwlock {

/// A context that knows every upstream dialect and hwlock's own.
std::unique_ptr<mlir::MLIRContext> createContext();

/// Reads text or bytecode. Parse errors are diagnostics; the error sums them
/// up.
rt::Result<mlir::OwningOpRef<mlir::ModuleOp>>
readModule(const std::string &path, mlir::MLIRContext &context);

/// The same for the contents of `path`, zero-terminated.
rt::Result<mlir::OwningOpRef<mlir::ModuleOp>>
readModule(std::unique_ptr<llvm::MemoryBuffer> buffer, const std::string &path,
           mlir::MLIRContext &context);

/// The same for a module that will be locked: weights in bytecode lie in a
/// private, writable mapping of the file and may be overwritten.
rt::Result<mlir::OwningOpRef<mlir::ModuleOp>>
readModuleToLock(const std::string &path, mlir::MLIRContext &context);

/// Writes text, or bytecode if the name of `file` ends in ".mlirbc" or
/// `bytecode` is set. Does not commit.
rt::Result<void> writeModule(mlir::ModuleOp module, OutputFile &file,
                             bool bytecode);

} // namespace hwlock

#endif // HWLOCK_API_MODULEFILE_H
