//===- Passes.h - Passes that speak IREE's dialects -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_IREE_PASSES_H
#define HWLOCK_IREE_PASSES_H

#include "mlir/Pass/Pass.h"

namespace hwlock {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "hwlock/IREE/Passes.h.inc"

} // namespace hwlock

#endif // HWLOCK_IREE_PASSES_H
