//===- Passes.td - Passes of the compute pipelines ---------*- tablegen -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CODEGEN_COMPUTE_PASSES
#define HWLOCK_CODEGEN_COMPUTE_PASSES

include "hwlock/Codegen/Compute/FrontPasses.td"
include "hwlock/Codegen/Compute/LoopPasses.td"
include "hwlock/Codegen/Compute/MemoryPasses.td"

#endif // HWLOCK_CODEGEN_COMPUTE_PASSES
