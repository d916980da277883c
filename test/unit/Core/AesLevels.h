//===- AesLevels.h - Running a test for each AES level --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_CORE_AESLEVELS_H
#define HWLOCK_TEST_UNIT_CORE_AESLEVELS_H

#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include <gtest/gtest.h>

namespace hwlock::core::test {

inline const char *name(AesLevel level) {
  switch (level) {
  case AesLevel::Portable:
    return "Portable";
  case AesLevel::AesNi:
    return "AesNi";
  case AesLevel::Vaes256:
    return "Vaes256";
  case AesLevel::Vaes512:
    return "Vaes512";
  case AesLevel::ArmCrypto:
    return "ArmCrypto";
  }
  return "unknown";
}

/// Skips the levels that this CPU lacks.
class AesLevelTest : public testing::TestWithParam<AesLevel> {
protected:
  void SetUp() override {
    if (!aesLevelSupported(GetParam()))
      GTEST_SKIP() << "this CPU lacks " << name(GetParam());
  }
  AesKey expand(const Bytes &key) const {
    AesKey expanded;
    aesExpandKey(GetParam(), key.data(), uint32_t(key.size()), expanded);
    return expanded;
  }
};

#if defined(__aarch64__)
inline constexpr AesLevel levelsToTest[] = {AesLevel::Portable,
                                            AesLevel::ArmCrypto};
#else
inline constexpr AesLevel levelsToTest[] = {
    AesLevel::Portable, AesLevel::AesNi, AesLevel::Vaes256, AesLevel::Vaes512};
#endif

#define HWLOCK_INSTANTIATE_AES_LEVELS(suite)                                   \
  INSTANTIATE_TEST_SUITE_P(                                                    \
      Levels, suite, testing::ValuesIn(levelsToTest),                          \
      [](const auto &info) { return std::string(name(info.param)); })

} // namespace hwlock::core::test

#endif // HWLOCK_TEST_UNIT_CORE_AESLEVELS_H
