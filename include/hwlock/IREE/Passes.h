//===- Passes.h - Passes that speak IREE's dialects -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IREE_PASSES_H
#define HWLOCK_IREE_PASSES_H

#include "mlir/Pass/Pass.h"

namespace hwlock {

class ParameterArchive;

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "hwlock/IREE/Passes.h.inc"

/// hwlock-to-iree with an archive that was begun before, by hwlock-seal.
std::unique_ptr<mlir::Pass> createToIree(ParameterArchive &archive);

} // namespace hwlock

#endif // HWLOCK_IREE_PASSES_H
