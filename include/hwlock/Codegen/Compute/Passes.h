//===- Passes.h - Passes of the compute pipelines -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CODEGEN_COMPUTE_PASSES_H
#define HWLOCK_CODEGEN_COMPUTE_PASSES_H

#include "mlir/Pass/Pass.h"

namespace hwlock {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "hwlock/Codegen/Compute/Passes.h.inc"

} // namespace hwlock

#endif // HWLOCK_CODEGEN_COMPUTE_PASSES_H
