//===- ShufflerTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What OpenSSL permutes, Core puts back; alone and under the quantile code.
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Shuffler.h"
#include "PretransformOracle.h"
#include "RepeatingKeys.h"
#include "hwlock/Runtime/PretransformEncoder.h"
#include <algorithm>
#include <bit>
#include <gtest/gtest.h>
#include <random>

using namespace hwlock;
using namespace hwlock::rt;
using core::MatrixShape;

namespace {

std::mt19937 engine(30);

struct alignas(64) Line {
  uint8_t bytes[64];
};

std::vector<uint8_t> unshuffled(std::span<const uint8_t> stored,
                                MatrixShape shape, const SecretBytes<32> &key) {
  std::vector<Line> scratch(core::shuffleScratchBytes(shape) / sizeof(Line));
  core::Shuffle shuffle;
  core::shuffleStart(shuffle, shape, key.data(), core::aesLevel(),
                     scratch.data()->bytes);
  std::vector<uint8_t> plain(stored.size());
  core::unshuffle(shuffle, stored.data(), stored.size(), plain.data());
  return plain;
}

SecretBytes<32> randomKey() {
  SecretBytes<32> key;
  for (uint8_t &byte : key.span())
    byte = static_cast<uint8_t>(engine());
  return key;
}

TEST(Shuffler, CorePutsItBack) {
  for (int round = 0; round < 200; ++round) {
    MatrixShape shape = {1 + engine() % 70, 1 + engine() % 300,
                         static_cast<uint32_t>(1 + engine() % 8)};
    std::vector<uint8_t> plain(shape.count() * shape.elementBytes);
    for (uint8_t &byte : plain)
      byte = static_cast<uint8_t>(engine());
    std::vector<uint8_t> stored(plain.size());
    SecretBytes<32> key = randomKey();
    ASSERT_TRUE(shuffleRowsAndColumns(plain, shape, key, stored));
    ASSERT_EQ(unshuffled(stored, shape, key), plain) << round;
    // Not confidential: the bytes are all there.
    if (shape.elementBytes == 1) {
      std::ranges::sort(plain);
      std::ranges::sort(stored);
      EXPECT_EQ(plain, stored);
    }
  }
}

TEST(Shuffler, ComposesWithTheQuantileCode) {
  std::normal_distribution<float> normal;
  MatrixShape shape = {90, 70, 4};
  std::vector<uint8_t> plain;
  for (uint64_t i = 0; i < shape.count(); ++i) {
    auto bits = std::bit_cast<uint32_t>(normal(engine));
    for (int byte = 0; byte < 4; ++byte)
      plain.push_back(static_cast<uint8_t>(bits >> (8 * byte)));
  }
  std::vector<uint8_t> stored(plain.size());
  SecretBytes<32> key = randomKey();
  ASSERT_TRUE(shuffleRowsAndColumns(plain, shape, key, stored));
  test::RepeatingKeys keys;
  auto coded = encodePretransform(stored, shape, keys);
  ASSERT_TRUE(coded);
  auto decoded =
      test::decodeWithCore(coded->bytes.span(), shape, core::vectorLevel());
  EXPECT_EQ(unshuffled(decoded, shape, key), plain);
}

TEST(Shuffler, RefusesOtherShapes) {
  std::vector<uint8_t> plain(60), stored(60);
  SecretBytes<32> key = randomKey();
  EXPECT_FALSE(shuffleRowsAndColumns(plain, {0, 15, 4}, key, stored));
  EXPECT_FALSE(shuffleRowsAndColumns(plain, {3, 6, 4}, key, stored));
  EXPECT_FALSE(shuffleRowsAndColumns(plain, {3, 5, 4}, key,
                                     std::span<uint8_t>(stored).first(59)));
}

} // namespace
