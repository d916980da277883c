//===- VaultEditor.h - Change a locked module -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the owner's private key allows (Runtime/SlotEditor.h), on a module.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TRANSFORMS_VAULTEDITOR_H
#define HWLOCK_TRANSFORMS_VAULTEDITOR_H

#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Runtime/SlotEditor.h"
#include "mlir/IR/BuiltinOps.h"

namespace hwlock {

/// The vault of `module`. BadInput unless it has exactly one.
rt::Result<VaultOp> findVault(mlir::ModuleOp module);

/// Gives `op` the slots and the MAC of `vault`, which has the same weights.
void setSlots(const rt::Vault &vault, VaultOp op);

/// Who may open a model from now on, beside the owner who locks it again.
struct RelockOptions {
  std::vector<rt::Profile> profiles;
  /// Mask of layout::source*.
  uint8_t sources = 0;
  rt::BindOptions binding;
  rt::KeyProvider *keys = nullptr;
};

/// Gives `op` a new data key, new identifiers, new slots and new ciphertext;
/// policy and transformations stay. Weights are in the clear in memory alone,
/// one at a time, and wiped. Corrupt if one was changed; after a failure the
/// module is of no use.
rt::Result<void> relock(VaultOp op, const rt::OwnerPrivateKey &owner,
                        const RelockOptions &options);

} // namespace hwlock

#endif // HWLOCK_TRANSFORMS_VAULTEDITOR_H
