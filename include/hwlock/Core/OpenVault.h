//===- OpenVault.h - Open with a given way to wait ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// hwlock_core_open() without its clock, so that a test can open thousands of
// vaults without waiting.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_OPENVAULT_H
#define HWLOCK_CORE_OPENVAULT_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Core/Measurement.h"
#include <stdint.h>

namespace hwlock::core {

/// Waits at least `microseconds`.
using WaitFn = void (*)(uint32_t microseconds);

/// What opening asks of its surroundings.
struct OpenContext {
  HwlockMeasureFn measure;
  void *context;
  /// Null if there is none: every slot that needs it fails.
  const HwlockHost *host;
  WaitFn wait;
};

/// See hwlock_core_open(). A vault without a slot that uses the clock is
/// measured once: its sources do not vary.
int32_t openVault(const uint8_t *vault, uint64_t vaultSize,
                  const OpenContext &from, uint8_t *dek);

} // namespace hwlock::core

#endif // HWLOCK_CORE_OPENVAULT_H
