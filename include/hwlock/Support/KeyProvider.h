//===- KeyProvider.h - Where random bytes come from -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SUPPORT_KEYPROVIDER_H
#define HWLOCK_SUPPORT_KEYPROVIDER_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <span>

namespace hwlock::rt {

/// Draws keys and identifiers. Tests inject one that repeats (test/lib); no
/// program can.
class KeyProvider {
public:
  virtual ~KeyProvider() = default;
  virtual Result<void> fill(std::span<uint8_t> bytes) = 0;
};

/// OpenSSL's private random generator.
KeyProvider &systemKeys();

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_KEYPROVIDER_H
