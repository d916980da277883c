//===- PauseTest.cpp ------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Pause.h"
#include <chrono>
#include <gtest/gtest.h>

using namespace hwlock::core;

TEST(Pause, TakesTheRateOfTheHypervisorFirst) {
  EXPECT_EQ(ticksPerMillisecond({25000000, 184, 2, 2400, 2299998}), 2299999u);
}

// A crystal of 24 MHz times 142 / 2 is a counter of 1704 MHz.
TEST(Pause, ComputesTheRateFromTheCrystal) {
  EXPECT_EQ(ticksPerMillisecond({24000000, 142, 2, 1700, 0}), 1704001u);
}

// Skylake leaves the crystal out; its counter runs at 3408 MHz.
TEST(Pause, AddsToTheNominalRate) {
  for (uint32_t numerator : {0, 284}) {
    uint64_t ticks = ticksPerMillisecond({0, numerator, 2, 3400, 0});
    EXPECT_GE(ticks, 3408000u);
    EXPECT_LT(ticks, 3500000u);
  }
}

TEST(Pause, AssumesTheFastestCounterWhereNobodyTells) {
  EXPECT_EQ(ticksPerMillisecond({}), maxTicksPerMillisecond);
  EXPECT_EQ(ticksPerMillisecond({24000000, 0, 2, 0, 0}),
            maxTicksPerMillisecond);
  EXPECT_EQ(ticksPerMillisecond({24000000, 142, 0, 0, 0}),
            maxTicksPerMillisecond);
  EXPECT_EQ(ticksPerMillisecond({~0u, ~0u, 1, ~0u, ~0u}),
            maxTicksPerMillisecond);
}

TEST(Pause, IsNeverTooShort) {
  using Clock = std::chrono::steady_clock;
  for (uint32_t microseconds : {0, 1, 300, 2000}) {
    auto start = Clock::now();
    pauseFor(microseconds);
    EXPECT_GE(Clock::now() - start, std::chrono::microseconds(microseconds));
  }
}
