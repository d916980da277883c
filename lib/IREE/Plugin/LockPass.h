//===- LockPass.h - Locks a module through libhwlock ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_IREE_PLUGIN_LOCKPASS_H
#define HWLOCK_LIB_IREE_PLUGIN_LOCKPASS_H

#include "HwlockLibrary.h"
#include "mlir/Pass/Pass.h"
#include <memory>

namespace hwlock::plugin {

/// Replaces the module by the one that `library` makes of it, locked and
/// lowered. `lockModel` as in hwlock_iree_options.
std::unique_ptr<mlir::Pass>
createLockPass(std::shared_ptr<const HwlockLibrary> library,
               std::string lockModel);

/// `lines` is a message, then hints and notes.
void emitFailure(mlir::Location location, llvm::StringRef lines);

/// Loads the dialects that locked modules have: a pass must not. Fails, with an
/// error, if `context` has one of them not.
mlir::LogicalResult loadDialects(mlir::MLIRContext &context);

} // namespace hwlock::plugin

#endif // HWLOCK_LIB_IREE_PLUGIN_LOCKPASS_H
