//===- Passes.h - Passes that lock a model --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TRANSFORMS_PASSES_H
#define HWLOCK_TRANSFORMS_PASSES_H

#include "hwlock/Transforms/LockModel.h"
#include "mlir/Pass/Pass.h"

namespace hwlock {

#define GEN_PASS_DECL
#include "hwlock/Transforms/Passes.h.inc"

/// hwlock-seal with a plan that was made before; its options then only show in
/// the textual form of the pipeline.
std::unique_ptr<mlir::Pass> createSeal(std::shared_ptr<const LockPlan> plan);

#define GEN_PASS_REGISTRATION
#include "hwlock/Transforms/Passes.h.inc"

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_PASSES_H
