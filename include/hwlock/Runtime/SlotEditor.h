//===- SlotEditor.h - Change who may open a model -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Needs the owner's private key, and neither measures nor asks a machine: being
// authorised to open a model never suffices to authorise others. Slots that
// are not edited stay as they are, bit by bit.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_RUNTIME_SLOTEDITOR_H
#define HWLOCK_RUNTIME_SLOTEDITOR_H

#include "hwlock/Fingerprint/Binding.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/OwnerKey.h"
#include "hwlock/Support/KeyProvider.h"
#include <string_view>

namespace hwlock::rt {

/// The key whose private half may edit the slots of a vault, if `slot` is an
/// owner's.
std::optional<KeyId> ownerOf(const Slot &slot);

class SlotEditor {
public:
  /// Finds the data key with the private key of an owner. BadInput if `vault`
  /// has no owner slot, NotAuthorised if it has another owner. Corrupt if under
  /// error slot or manifest were changed; under garbage nothing shows that.
  static Result<SlotEditor> open(Vault vault, const OwnerPrivateKey &owner);

  const Vault &vault() const { return edited; }
  const SecretBytes<layout::keyBytes> &dataKey() const { return dek; }

  /// Adds a slot for the given sources of `profile` (0: all it has). BadInput
  /// if it lacks one, or if the policy allows no such slot beside the others.
  Result<void> add(const Profile &profile, uint8_t sources,
                   const BindOptions &binding, KeyProvider &keys);

  /// Removes the slot whose identifier starts with the hexadecimal digits `id`.
  /// BadInput if that is not one slot, if no machine would be left, or, unless
  /// `evenOwner`, if it is an owner's.
  Result<void> remove(std::string_view id, bool evenOwner);

  /// Authenticates the slots and gives the vault up. Call once.
  Result<Vault> finish() &&;

private:
  SlotEditor(Vault vault, SecretBytes<layout::keyBytes> dek)
      : edited(std::move(vault)), dek(std::move(dek)) {}

  Vault edited;
  SecretBytes<layout::keyBytes> dek;
};

} // namespace hwlock::rt

#endif // HWLOCK_RUNTIME_SLOTEDITOR_H
