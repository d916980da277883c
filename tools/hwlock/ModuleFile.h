//===- ModuleFile.h - MLIR modules on disk --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_MODULEFILE_H
#define HWLOCK_TOOLS_HWLOCK_MODULEFILE_H

#include "OutputFile.h"
#include "hwlock/Support/Result.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include <string>

namespace hwlock::tool {

/// Prints MLIR diagnostics in the way of this program, on standard error:
/// "hwlock: error: file:line:column: message".
class DiagnosticPrinter {
public:
  /// Remarks and warnings are printed too unless `quiet`.
  explicit DiagnosticPrinter(mlir::MLIRContext &context, bool quiet = false);

private:
  mlir::ScopedDiagnosticHandler handler;
};

/// A context that knows every upstream dialect and hwlock's own.
std::unique_ptr<mlir::MLIRContext> createContext();

/// Reads text or bytecode. Parse errors have been printed when this fails; the
/// error sums them up.
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

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_MODULEFILE_H
