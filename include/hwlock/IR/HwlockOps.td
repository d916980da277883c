//===- HwlockOps.td - All operations of the hwlock dialect ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_HWLOCKOPS_TD
#define HWLOCK_IR_HWLOCKOPS_TD

include "hwlock/IR/VaultOps.td"
include "hwlock/IR/OpenOps.td"
include "hwlock/IR/StepOps.td"

#endif // HWLOCK_IR_HWLOCKOPS_TD
