//===- PrecisionTest.cpp - Bits of approximate instructions ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/Measurement.h"
#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>
#include <thread>

namespace {

using Bytes = std::array<uint8_t, HWLOCK_PRECISION_BYTES>;

Bytes measure() {
  Bytes bytes;
  bytes.fill(0xa5);
  hwlock_core_measure_precision(bytes.data());
  return bytes;
}

TEST(Precision, IsTheSameEveryTimeAndOnEveryThread) {
  Bytes first = measure();
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(measure(), first);
  Bytes other;
  std::thread([&] { other = measure(); }).join();
  EXPECT_EQ(other, first);
}

TEST(Precision, DoesNotDependOnTheRoundingMode) {
  Bytes first = measure();
  for (int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(mode);
    EXPECT_EQ(measure(), first) << mode;
  }
  std::fesetround(FE_TONEAREST);
}

TEST(Precision, ApproximationsAreWithinTheirBound) {
  if (hwlock::core::chainTable().count == 0)
    GTEST_SKIP() << "no approximate instructions on this architecture";
  Bytes bytes = measure();
  float rsqrt, rcp;
  std::memcpy(&rsqrt, bytes.data(), sizeof(rsqrt));
  std::memcpy(&rcp, bytes.data() + 4, sizeof(rcp));
  // 1.5 * 2^-12 by the manuals.
  EXPECT_NEAR(rsqrt * std::sqrt(8257.0), 1.0, 0.00037);
  EXPECT_NEAR(rcp * 3.14159265, 1.0, 0.00037);
}

TEST(Precision, DigestIsNotEmpty) {
  if (hwlock::core::chainTable().count == 0)
    GTEST_SKIP() << "no approximate instructions on this architecture";
  Bytes bytes = measure();
  EXPECT_NE(std::count(bytes.begin() + 32, bytes.end(), bytes[32]), 32);
}

} // namespace
