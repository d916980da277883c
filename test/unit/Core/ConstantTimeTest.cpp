//===- ConstantTimeTest.cpp -----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"
#include <gtest/gtest.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

TEST(ConstantTime, EqualOnlyIfAllBitsAre) {
  const Bytes a = RandomBytes(1)(33);
  Bytes b = a;
  EXPECT_TRUE(constantTimeEqual(a.data(), b.data(), a.size()));
  for (size_t bit = 0; bit < 8 * a.size(); ++bit) {
    b[bit / 8] ^= uint8_t(1 << bit % 8);
    EXPECT_FALSE(constantTimeEqual(a.data(), b.data(), a.size())) << bit;
    b[bit / 8] ^= uint8_t(1 << bit % 8);
  }
}

TEST(ConstantTime, NothingEqualsNothing) {
  EXPECT_TRUE(constantTimeEqual(nullptr, nullptr, 0));
}

TEST(Wipe, ZeroesExactlyTheRange) {
  Bytes bytes(40, 0xee);
  hwlock_core_wipe(bytes.data() + 3, 33);
  for (size_t i = 0; i < bytes.size(); ++i)
    EXPECT_EQ(bytes[i], i >= 3 && i < 36 ? 0 : 0xee) << i;
}

TEST(Wipe, SurvivesTheOptimiser) {
  alignas(16) unsigned char storage[16];
  auto *secret = new (storage) uint64_t[2]{1, ~0ull};
  hwlock_core_wipe(secret, sizeof storage);
  for (unsigned char &byte : storage)
    EXPECT_EQ(static_cast<volatile unsigned char &>(byte), 0);
}
