//===- ChannelClassesTest.cpp - Channels that change together -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hwlock/Soft/ChannelClasses.h"
#include "hwlock/Soft/Random.h"
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

TEST(ChannelClassesTest, SignsAddUpAlongAChain) {
  ChannelClasses classes;
  classes.add(5);
  // 0 = 1^-1, 1 = 2^-1, 3 = 4: then 0 = 2, and 4 = 0^-1 through 3 and 1.
  classes.unite(0, 1, /*inverse=*/true);
  classes.unite(1, 2, /*inverse=*/true);
  classes.unite(3, 4);
  classes.unite(3, 1);
  auto sign = [&](int64_t channel) { return classes.find(channel).inverse; };
  for (int64_t channel : {1, 2, 3, 4})
    EXPECT_EQ(classes.find(channel).representative,
              classes.find(0).representative);
  EXPECT_EQ(sign(0), sign(2));
  EXPECT_NE(sign(0), sign(4));
  EXPECT_EQ(sign(1), sign(3));
  EXPECT_TRUE(classes.whyPinned(0).empty());
}

TEST(ChannelClassesTest, WhatIsItsOwnInverseStays) {
  ChannelClasses classes;
  classes.add(2);
  classes.unite(0, 1);
  classes.unite(0, 1, /*inverse=*/true);
  EXPECT_FALSE(classes.whyPinned(1).empty());
}

TEST(ChannelClassesTest, ReasonsAndLimitsAreOfTheClass) {
  ChannelClasses classes;
  classes.add(4);
  classes.limitBlock(0, 12, "twelve");
  classes.limitBlock(1, 8, "eight");
  classes.pin(1, "first");
  classes.unite(0, 1);
  classes.pin(0, "second");
  EXPECT_EQ(classes.blockLimit(0), 4);
  EXPECT_EQ(classes.whyPinned(0), "first");
  EXPECT_EQ(classes.whyLimited(0), "");
  classes.limitBlock(1, 1, "alone");
  classes.limitBlock(0, 1, "later");
  EXPECT_EQ(classes.whyLimited(0), "alone");
  EXPECT_EQ(classes.blockLimit(2), 0);
}

/// Signs after many unions are those of a model that keeps each value.
TEST(ChannelClassesTest, AgreesWithValues) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    constexpr int64_t count = 40;
    ChannelClasses classes;
    classes.add(count);
    std::vector<bool> value(count);
    for (int64_t i = 0; i < count; ++i)
      value[i] = random.integer(0, 1);
    for (int i = 0; i < 60; ++i) {
      int64_t a = random.integer(0, count - 1),
              b = random.integer(0, count - 1);
      classes.unite(a, b, value[a] != value[b]);
    }
    for (int64_t a = 0; a < count; ++a)
      for (int64_t b = 0; b < count; ++b) {
        auto left = classes.find(a), right = classes.find(b);
        if (left.representative == right.representative) {
          EXPECT_EQ(left.inverse != right.inverse, value[a] != value[b]);
        }
      }
  }
}

} // namespace
