//===- Binding.h - Bind a slot to what a profile says of a machine --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_BINDING_H
#define HWLOCK_FINGERPRINT_BINDING_H

#include "hwlock/Fingerprint/DeviceSource.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Support/KeyProvider.h"
#include <string>

namespace hwlock::rt {

struct BindOptions {
  /// Folder of PEM certificates of TPM manufacturers. Empty: a TPM is believed
  /// to be one.
  std::string tpmRoots;
};

/// Binds to `item` of a profile. Needs nothing of the machine that the profile
/// is of. BadInput if the item is malformed or not what `options` demand.
Result<BoundItem> bindItem(const ProfileItem &item, const BindOptions &options,
                           KeyProvider &keys);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_BINDING_H
