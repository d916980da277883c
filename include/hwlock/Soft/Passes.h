//===- Passes.h - Soft locks ----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_PASSES_H
#define HWLOCK_SOFT_PASSES_H

#include "mlir/Pass/Pass.h"

namespace hwlock {

#define GEN_PASS_DECL
#include "hwlock/Soft/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "hwlock/Soft/Passes.h.inc"

} // namespace hwlock

#endif // HWLOCK_SOFT_PASSES_H
