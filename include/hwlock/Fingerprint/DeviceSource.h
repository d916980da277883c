//===- DeviceSource.h - What a slot keeps for a source with a device ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_DEVICESOURCE_H
#define HWLOCK_FINGERPRINT_DEVICESOURCE_H

#include "hwlock/Support/Secret.h"
#include <cstdint>
#include <vector>

namespace hwlock::rt {

/// A source bound to one slot.
struct BoundItem {
  /// What the slot stores, so that the device can find the secret again.
  std::vector<uint8_t> binding;
  /// What enters the slot's key.
  SecretBuffer secret;
};

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_DEVICESOURCE_H
