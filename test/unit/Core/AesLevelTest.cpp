//===- AesLevelTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesLevels.h"
#include <gtest/gtest.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

TEST(AesLevel, PortableIsAlwaysSupported) {
  EXPECT_TRUE(aesLevelSupported(AesLevel::Portable));
}

TEST(AesLevel, LevelsAreNested) {
  const AesLevel best = aesLevel();
  RecordProperty("best", name(best));
  for (AesLevel level : levelsToTest)
    EXPECT_EQ(aesLevelSupported(level), level <= best) << name(level);
}

TEST(AesLevel, ThoseOfOtherArchitecturesAreNotSupported) {
#if defined(__x86_64__)
  EXPECT_FALSE(aesLevelSupported(AesLevel::ArmCrypto));
#else
  EXPECT_FALSE(aesLevelSupported(AesLevel::AesNi));
  EXPECT_FALSE(aesLevelSupported(AesLevel::Vaes256));
  EXPECT_FALSE(aesLevelSupported(AesLevel::Vaes512));
#endif
}

#if defined(__x86_64__)
TEST(AesLevel, AgreesWithTheCompilersOwnDetection) {
  bool aesNi = __builtin_cpu_supports("aes") &&
               __builtin_cpu_supports("pclmul") &&
               __builtin_cpu_supports("sse4.1");
  bool vaes = aesNi && __builtin_cpu_supports("avx2") &&
              __builtin_cpu_supports("vpclmulqdq") &&
              __builtin_cpu_supports("vaes");
  bool wide = vaes && __builtin_cpu_supports("avx512f") &&
              __builtin_cpu_supports("avx512bw");
  EXPECT_EQ(aesLevelSupported(AesLevel::AesNi), aesNi);
  EXPECT_EQ(aesLevelSupported(AesLevel::Vaes256), vaes);
  EXPECT_EQ(aesLevelSupported(AesLevel::Vaes512), wide);
}
#endif
