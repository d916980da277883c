//===- RepeatingKeys.h - The same keys every time -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_REPEATINGKEYS_H
#define HWLOCK_TEST_LIB_REPEATINGKEYS_H

#include "hwlock/Support/KeyProvider.h"

namespace hwlock::test {

/// Stream of SHA-256("hwlock test keys" || seed u32 || block number u32), both
/// little endian.
class RepeatingKeys final : public rt::KeyProvider {
public:
  explicit RepeatingKeys(uint32_t seed = 0) : seed(seed) {}
  rt::Result<void> fill(std::span<uint8_t> bytes) override;

private:
  uint32_t seed;
  uint64_t position = 0;
};

/// Never has random bytes.
class FailingKeys final : public rt::KeyProvider {
public:
  rt::Result<void> fill(std::span<uint8_t>) override {
    return rt::environmentError("no random bytes");
  }
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_REPEATINGKEYS_H
