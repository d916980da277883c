//===- Registration.h - Dialects and passes that the tools offer ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one list: hwlock-opt, hwlock-lsp-server, hwlock-reduce and the plug-in
// register from here, so that a file that one of them reads, all read.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_REGISTRATION_H
#define HWLOCK_TOOLS_REGISTRATION_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace hwlock {

/// What a plug-in adds to a program that knows MLIR's own.
void registerOwnDialects(mlir::DialectRegistry &registry);
void registerOwnPasses();

/// hwlock's and all of MLIR's, for programs that stand alone.
void registerAllDialects(mlir::DialectRegistry &registry);
void registerAllPasses();

} // namespace hwlock

#endif // HWLOCK_TOOLS_REGISTRATION_H
