//===- SlotWriter.h - Wrap a data key for a profile -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_SLOTWRITER_H
#define HWLOCK_LIB_RUNTIME_SLOTWRITER_H

#include "hwlock/Fingerprint/Binding.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/OwnerKey.h"
#include "hwlock/Support/KeyProvider.h"

namespace hwlock::rt {

/// What one source of a slot contributes to the KEK.
struct SourceSecret {
  uint8_t source;
  SecretBuffer bytes;
};

/// Wraps `dek` in `slot` of `vault`: sets wrapped key and, under error, tag.
/// Everything else of the slot must be set; `secrets` has one entry for each of
/// its sources, in bit order.
Result<void> wrapKey(const Vault &vault, std::span<const SourceSecret> secrets,
                     const SecretBytes<layout::keyBytes> &dek, Slot &slot);

/// The reverse. Corrupt if under error the tag of `slot` does not match.
Result<SecretBytes<layout::keyBytes>>
unwrapKey(const Vault &vault, std::span<const SourceSecret> secrets,
          const Slot &slot);

/// A new slot of `vault` that wraps `dek` for the given sources of `profile`,
/// all of which it must have. Draws the slot identifier, then under the error
/// policy the message of the code-offset, then what bindItem() needs.
Result<Slot> makeSlot(const Vault &vault, const Profile &profile,
                      uint8_t sources, const BindOptions &binding,
                      const SecretBytes<layout::keyBytes> &dek,
                      KeyProvider &keys);

/// A new slot of `vault` that wraps `dek` for `owner`.
Result<Slot> makeOwnerSlot(const Vault &vault, const OwnerPublicKey &owner,
                           const SecretBytes<layout::keyBytes> &dek,
                           KeyProvider &keys);

/// MAC over core, slots and manifest of `vault`.
Result<std::array<uint8_t, layout::macBytes>>
manifestMac(const Vault &vault, const SecretBytes<layout::keyBytes> &dek);

/// Sets the manifest MAC of `vault`, which is otherwise complete. Nothing under
/// garbage.
Result<void> authenticate(const SecretBytes<layout::keyBytes> &dek,
                          Vault &vault);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_SLOTWRITER_H
