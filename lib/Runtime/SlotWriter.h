//===- SlotWriter.h - Wrap a data key for a profile -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_SLOTWRITER_H
#define HWLOCK_LIB_RUNTIME_SLOTWRITER_H

#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/KeyProvider.h"

namespace hwlock::rt {

/// The immutable core of `vault`, which all MACs cover.
std::vector<uint8_t> writeCore(const Vault &vault);

/// A new slot of `vault` that wraps `dek` for the given sources of `profile`,
/// all of which it must have. Draws the slot identifier, then under the error
/// policy the message of the code-offset.
Result<Slot> makeSlot(const Vault &vault, const Profile &profile,
                      uint8_t sources, const SecretBytes<layout::keyBytes> &dek,
                      KeyProvider &keys);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_SLOTWRITER_H
