//===- OpenWith.h - Open a vault on a made-up CPU -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_OPENWITH_H
#define HWLOCK_TEST_LIB_OPENWITH_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Meter.h"
#include "hwlock/Support/Status.h"
#include <array>
#include <cstdint>
#include <span>

namespace hwlock::test {

using DataKey = std::array<uint8_t, layout::keyBytes>;

struct Opened {
  Status status;
  DataKey dek{};
  unsigned waits = 0;
};

/// core::openVault() with the measurements of `meter`, without waiting.
Opened openWith(std::span<const uint8_t> vault, rt::Meter &meter,
                const HwlockHost *host = nullptr);

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_OPENWITH_H
