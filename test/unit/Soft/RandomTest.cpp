//===- RandomTest.cpp - Numbers that a rewrite draws ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hwlock/Soft/Random.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

TEST(RandomTest, LogNormalHasTheSizeOfOneInFewLargeNumbers) {
  Random random(1);
  std::vector<double> numbers = random.logNormal(4096, 1);
  double squares = 0;
  for (double number : numbers)
    squares += number * number;
  EXPECT_NEAR(squares / numbers.size(), 1, 1e-9);
  auto positive = llvm::count_if(numbers, [](double n) { return n > 0; });
  EXPECT_NEAR(positive, 2048, 200);
  // The median is e^(-deviation^2) of the root mean square.
  auto below = llvm::count_if(
      numbers, [](double n) { return std::abs(n) < std::exp(-1.0); });
  EXPECT_NEAR(below, 2048, 200);
}

} // namespace
