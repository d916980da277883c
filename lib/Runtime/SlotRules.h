//===- SlotRules.h - Which slots a vault may have -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_RUNTIME_SLOTRULES_H
#define HWLOCK_LIB_RUNTIME_SLOTRULES_H

#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"

namespace hwlock::rt {

/// BadInput unless `profile`, which messages call `subject`, has all `sources`
/// (0: whatever it has).
Result<void> checkSources(const Profile &profile, const std::string &subject,
                          uint8_t sources);

/// BadInput if there are too many slots, or slots that the policy forbids.
Result<void> checkSlots(const Vault &vault);

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_SLOTRULES_H
