//===- Globals.h - Values that IREE computes at load ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_GLOBALS_H
#define HWLOCK_LIB_IREE_GLOBALS_H

#include "mlir/IR/Builders.h"

namespace hwlock {

/// Creates an immutable global and the initializer that stores what `compute`
/// builds.
void createGlobal(mlir::OpBuilder &builder, mlir::Location location,
                  llvm::StringRef name, mlir::Type type,
                  llvm::function_ref<mlir::Value()> compute);

/// Creates an immutable global that begins with `value`.
void createGlobal(mlir::OpBuilder &builder, mlir::Location location,
                  llvm::StringRef name, mlir::Type type, mlir::Attribute value);

mlir::Value loadGlobal(mlir::OpBuilder &builder, mlir::Location location,
                       llvm::StringRef name, mlir::Type type);

} // namespace hwlock

#endif // HWLOCK_LIB_IREE_GLOBALS_H
