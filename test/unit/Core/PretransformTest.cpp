//===- PretransformTest.cpp -----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every bit pattern is a coded weight: random ones must decode as the naive
// oracle says, at all levels, and within the memory that they are given.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Pretransform.h"
#include "PretransformOracle.h"
#include "TestBytes.h"
#include "hwlock/Core/PretransformCode.h"
#include <bit>
#include <cmath>
#include <gtest/gtest.h>

using namespace hwlock::core;
using namespace hwlock::core::test;
using hwlock::test::decodeNaively;
using hwlock::test::decodeWithCore;

namespace {

const char *name(VectorLevel level) {
  constexpr const char *names[] = {"Scalar", "Avx2", "Avx512"};
  return names[int(level)];
}

class PretransformTest : public testing::TestWithParam<VectorLevel> {
protected:
  void SetUp() override {
    if (GetParam() > vectorLevel())
      GTEST_SKIP() << "this CPU lacks " << name(GetParam());
  }
};

MatrixShape randomShape(RandomBytes &random) {
  constexpr uint32_t extents[] = {1, 2, 15, 16, 17, 33, 100, 300};
  uint64_t rows = 1 + random.below(extents[random.below(8)]);
  return {rows, 1 + random.below(extents[random.below(8)]),
          random.below(2) ? 4u : 2u};
}

Bytes randomStream(RandomBytes &random, MatrixShape shape) {
  Bytes bytes = random(pretransformLayout(shape).totalBytes());
  bytes[0] = uint8_t(random.below(8) != 0);
  return bytes;
}

TEST_P(PretransformTest, RandomBytesDecodeAsTheOracleSays) {
  RandomBytes random(1);
  for (int round = 0; round < 300; ++round) {
    MatrixShape shape = randomShape(random);
    Bytes bytes = randomStream(random, shape);
    ASSERT_EQ(decodeWithCore(bytes, shape, GetParam()),
              decodeNaively(bytes, shape))
        << shape.rows << " x " << shape.columns << " of " << shape.elementBytes;
  }
}

TEST_P(PretransformTest, PiecesDoNotMatter) {
  RandomBytes random(2);
  MatrixShape shape = {37, 41, 4};
  Bytes bytes = randomStream(random, shape);
  Bytes whole = decodeWithCore(bytes, shape, GetParam(), bytes.size());
  for (uint64_t piece : {64, 128, 4096})
    EXPECT_EQ(decodeWithCore(bytes, shape, GetParam(), piece), whole) << piece;
}

TEST_P(PretransformTest, DecodesInPlace) {
  RandomBytes random(3);
  MatrixShape shape = {20, 40, 4};
  Bytes bytes = randomStream(random, shape);
  PretransformLayout layout = pretransformLayout(shape);
  Bytes expected = decodeNaively(bytes, shape);
  alignas(64) static uint8_t scratch[1 << 16];
  ASSERT_LE(pretransformScratchBytes(shape), sizeof scratch);
  std::copy_n(bytes.begin(), layout.clearBytes, scratch);
  PretransformDecoder decoder;
  pretransformStart(decoder, shape, GetParam(), scratch);
  uint8_t *masked = bytes.data() + layout.clearBytes;
  uint64_t size = bytes.size() - layout.clearBytes;
  ASSERT_EQ(pretransformFeed(decoder, masked, size, masked), expected.size());
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), masked));
}

/// Tables as an encoder would write them.
Bytes plausibleClear(MatrixShape shape) {
  PretransformLayout layout = pretransformLayout(shape);
  Bytes bytes(layout.totalBytes());
  auto put = [&](uint64_t at, uint64_t width, int64_t value) {
    for (uint64_t i = 0; i < width; ++i)
      bytes[at + i] = uint8_t(value >> (8 * i));
  };
  bytes[0] = 1;
  put(2, 2, ~0x40ff);
  put(4, 2, 0x40ff);
  put(6, 2, -30 * 32);
  auto room = int64_t(1) << (14 + layout.knotBits);
  for (uint64_t i = 0; i < layout.knots; ++i)
    put(8 + 4 * i, 4,
        room * (2 * int64_t(i) + 1) / int64_t(layout.knots) - room);
  return bytes;
}

TEST_P(PretransformTest, RandomCodesUnderPlausibleTablesStayInRange) {
  RandomBytes random(4);
  MatrixShape shape = {512, 256, 4};
  Bytes bytes = plausibleClear(shape);
  PretransformLayout layout = pretransformLayout(shape);
  Bytes masked = random(layout.escapeBytes + layout.payloadBytes);
  std::copy(masked.begin(), masked.end(), bytes.begin() + layout.clearBytes);
  Bytes plain = decodeWithCore(bytes, shape, GetParam());
  EXPECT_EQ(plain, decodeNaively(bytes, shape));
  double sum = 0;
  for (uint64_t i = 0; i < shape.count(); ++i) {
    uint32_t bits = plain[4 * i] | plain[4 * i + 1] << 8 |
                    plain[4 * i + 2] << 16 | uint32_t(plain[4 * i + 3]) << 24;
    auto value = std::bit_cast<float>(bits);
    ASSERT_LT(std::abs(value), 8) << i; // The bound 0x40ff.
    sum += double(value) * double(value);
  }
  // The tables are those of a uniform distribution over -1 to 1.
  EXPECT_NEAR(sum / double(shape.count()), 1.0 / 3, 0.01);
}

INSTANTIATE_TEST_SUITE_P(Levels, PretransformTest,
                         testing::Values(VectorLevel::Scalar, VectorLevel::Avx2,
                                         VectorLevel::Avx512),
                         [](const auto &info) { return name(info.param); });

TEST(PretransformLayout, FollowsFromTheShape) {
  for (uint64_t count : {1, 4095, 8191, 8192, 131072, 1 << 18, 1 << 24}) {
    PretransformLayout layout = pretransformLayout({1, count, 4});
    EXPECT_GE(layout.knotBits, 6u);
    EXPECT_LE(layout.knotBits, 12u);
    if (count >= 4096) {
      EXPECT_LE(uint64_t(64) << layout.knotBits,
                std::max<uint64_t>(count, 4096));
    }
    EXPECT_EQ(layout.clearBytes % 64, 0u);
    EXPECT_EQ(layout.escapeBytes % 64, 0u);
    EXPECT_EQ(layout.rowClasses, 0u);
  }
  EXPECT_EQ(pretransformLayout({16, 16, 2}).rowClasses, 16u);
  EXPECT_EQ(pretransformLayout({15, 100, 2}).columnClasses, 0u);
}

TEST(PretransformCode, ScalesArePowersOfTwo) {
  for (int scaleClass = -126 * 32; scaleClass < 128 * 32; ++scaleClass)
    ASSERT_EQ(scaleOf(scaleClass), float(std::exp2(scaleClass / 32.0)))
        << scaleClass;
  EXPECT_EQ(scaleOf(-32768), scaleOf(-126 * 32));
  EXPECT_EQ(scaleOf(32767), scaleOf(127 * 32 + 31));
}

TEST(PretransformCode, OrdersAreThoseOfTheValues) {
  EXPECT_EQ(orderOf(0.0f), orderOf(-0.0f) + 1);
  EXPECT_LT(orderOf(-1.0f), orderOf(-0.5f));
  EXPECT_LT(orderOf(0.5f), orderOf(1.0f));
  for (uint32_t half = 0; half < 0x10000; ++half)
    ASSERT_EQ(halfOfOrder(orderOfBits(half << 16) >> 16), half);
}

} // namespace
