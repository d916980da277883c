//===- QuantiserTest.cpp - Latency to symbol ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Quantiser.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace hwlock::core;

namespace {

uint32_t cycles(double count) {
  return static_cast<uint32_t>(std::lround(count * 1024));
}

TEST(Quantiser, WholeCyclesBelowTenAndAHalf) {
  EXPECT_EQ(quantise(0), 0);
  EXPECT_EQ(quantise(1), 1);
  for (unsigned count = 1; count <= 10; ++count) {
    EXPECT_EQ(quantise(cycles(count)), count);
    EXPECT_EQ(quantise(cycles(count - 0.49)), count);
    EXPECT_EQ(quantise(cycles(count + 0.49)), count);
  }
}

TEST(Quantiser, EdgesBelongToTheUpperBin) {
  EXPECT_EQ(quantise(cycles(1.5) - 1), 1);
  EXPECT_EQ(quantise(cycles(1.5)), 2);
  EXPECT_EQ(quantise(cycles(10.5) - 1), 10);
  EXPECT_EQ(quantise(cycles(10.5)), 11);
}

// The integer edges are part of the vault format.
TEST(Quantiser, EdgesAboveTenAndAHalf) {
  const uint32_t edges[] = {10752, 12472, 14467, 16781,
                            19465, 22579, 26191, 30381};
  uint32_t symbol = 10;
  for (uint32_t edge : edges) {
    EXPECT_EQ(quantise(edge - 1), symbol) << edge;
    EXPECT_EQ(quantise(edge), ++symbol) << edge;
  }
  EXPECT_EQ(quantise(UINT32_MAX), 97);
}

TEST(Quantiser, GrowsByAtMostOne) {
  uint8_t last = 0;
  for (uint32_t latency = 0; latency < cycles(300); ++latency) {
    uint8_t symbol = quantise(latency);
    ASSERT_GE(symbol, last);
    ASSERT_LE(symbol - last, 1);
    last = symbol;
  }
}

TEST(Quantiser, MarginIsLargestInTheMiddle) {
  EXPECT_EQ(marginPercent(cycles(3)), 100u);
  EXPECT_EQ(marginPercent(cycles(3.25)), 50u);
  EXPECT_EQ(marginPercent(cycles(2.75)), 50u);
  EXPECT_EQ(marginPercent(cycles(2.5)), 0u);
  EXPECT_EQ(marginPercent(cycles(0.25)), 0u);
  EXPECT_EQ(marginPercent((10752 + 12472) / 2), 100u);
  EXPECT_EQ(marginPercent(10752), 0u);
  for (uint32_t latency = 1; latency < cycles(300); ++latency)
    ASSERT_LE(marginPercent(latency), 100u);
}

TEST(Quantiser, AbsentIsCertain) { EXPECT_EQ(marginPercent(0), 100u); }

} // namespace
