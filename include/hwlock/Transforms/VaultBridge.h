//===- VaultBridge.h - Vault operation to vault bytes and back ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TRANSFORMS_VAULTBRIDGE_H
#define HWLOCK_TRANSFORMS_VAULTBRIDGE_H

#include "hwlock/Format/Vault.h"
#include "hwlock/IR/HwlockOps.h"

namespace hwlock {

/// The vault that `op` spells out; weight i is its i-th hwlock.sealed. BadInput
/// if it breaks a rule of the format.
rt::Result<rt::Vault> vaultFromIR(VaultOp op);

/// Creates the slots in the body of `op` and sets its attributes and, from the
/// manifest, identifier and chain of its hwlock.sealed operations, which must
/// already be there, one for each weight.
void vaultToIR(const rt::Vault &vault, VaultOp op, mlir::OpBuilder &builder);

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_VAULTBRIDGE_H
