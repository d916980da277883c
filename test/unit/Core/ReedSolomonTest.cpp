//===- ReedSolomonTest.cpp ------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/ReedSolomon.h"
#include "NaiveField.h"
#include "TestBytes.h"
#include "hwlock/Core/VaultLayout.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::core;
using namespace hwlock::core::test;

static constexpr uint32_t t = layout::correctableErrors;

/// True if all roots of the generator are roots of `word`.
static bool isCodeword(const Bytes &word) {
  static const NaiveField field;
  for (uint32_t root = 0; root < 2 * t; ++root) {
    uint8_t sum = 0;
    for (size_t i = 0; i < word.size(); ++i)
      sum ^= field.multiply(
          word[i], field.exponential[root * (word.size() - 1 - i) % 255]);
    if (sum)
      return false;
  }
  return true;
}

static Bytes randomCodeword(RandomBytes &random, uint32_t length) {
  Bytes word = random(length);
  reedSolomonEncode(word.data(), length);
  return word;
}

/// Changes `count` different positions.
static Bytes withErrors(RandomBytes &random, Bytes word, uint32_t count) {
  Bytes touched(word.size());
  while (count) {
    uint32_t position = random.below(uint32_t(word.size()));
    if (touched[position])
      continue;
    touched[position] = 1;
    word[position] ^= uint8_t(1 + random.below(255));
    --count;
  }
  return word;
}

static uint32_t distance(const Bytes &a, const Bytes &b) {
  uint32_t count = 0;
  for (size_t i = 0; i < a.size(); ++i)
    count += a[i] != b[i];
  return count;
}

TEST(ReedSolomon, EncodesToACodewordAndKeepsTheData) {
  RandomBytes random(7);
  for (uint32_t length = 2 * t + 1; length <= 255; ++length) {
    Bytes word = random(length), before = word;
    reedSolomonEncode(word.data(), length);
    EXPECT_TRUE(isCodeword(word)) << length;
    EXPECT_TRUE(std::equal(word.begin(), word.end() - 2 * t, before.begin()));
  }
}

TEST(ReedSolomon, CorrectsEverySingleError) {
  RandomBytes random(8);
  const Bytes word = randomCodeword(random, 40);
  for (size_t position = 0; position < word.size(); ++position)
    for (int error = 1; error < 256; ++error) {
      Bytes damaged = word;
      damaged[position] ^= uint8_t(error);
      ASSERT_TRUE(reedSolomonDecode(damaged.data(), uint32_t(word.size())));
      ASSERT_EQ(damaged, word) << position << " " << error;
    }
}

TEST(ReedSolomon, CorrectsUpToTErrors) {
  RandomBytes random(9);
  for (int trial = 0; trial < 5000; ++trial) {
    uint32_t length = 2 * t + 1 + random.below(255 - 2 * t);
    Bytes word = randomCodeword(random, length);
    uint32_t errors = random.below(t + 1);
    Bytes damaged = withErrors(random, word, errors);
    ASSERT_TRUE(reedSolomonDecode(damaged.data(), length));
    ASSERT_EQ(damaged, word) << length << " " << errors;
  }
}

TEST(ReedSolomon, MoreErrorsAreRefusedOrGiveAnotherCodeword) {
  RandomBytes random(10);
  uint32_t refused = 0;
  for (int trial = 0; trial < 5000; ++trial) {
    uint32_t length = 24 + random.below(232);
    Bytes word = randomCodeword(random, length);
    uint32_t errors = t + 1 + random.below(length - t);
    const Bytes damaged = withErrors(random, word, errors);
    Bytes decoded = damaged;
    if (reedSolomonDecode(decoded.data(), length)) {
      EXPECT_TRUE(isCodeword(decoded));
      EXPECT_LE(distance(decoded, damaged), t);
    } else {
      EXPECT_EQ(decoded, damaged) << "a refused word is left alone";
      ++refused;
    }
  }
  // Balls of radius t fill at most 1/4! of the space.
  EXPECT_GT(refused, 4500u);
}

TEST(ReedSolomon, TheZeroWordIsACodeword) {
  Bytes word(100);
  EXPECT_TRUE(reedSolomonDecode(word.data(), 100));
  EXPECT_EQ(word, Bytes(100));
}
