//===- StrengthTest.cpp - What guessing a fingerprint costs ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Core/VaultLayout.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::layout;

namespace {

TEST(Strength, ClassSourcesDoNotAddUp) {
  EXPECT_EQ(rt::estimatedBits(sourceClock | sourcePrecision),
            rt::estimatedBits(sourceClock));
  EXPECT_LT(rt::estimatedBits(sourcePrecision), rt::estimatedBits(sourceClock));
}

TEST(Strength, MachineIdCountsNothing) {
  EXPECT_EQ(rt::estimatedBits(sourceMachineId), 0);
  EXPECT_EQ(rt::estimatedBits(sourceMachineId | sourceClock),
            rt::estimatedBits(sourceClock));
  EXPECT_EQ(rt::guessingCost(sourceMachineId),
            "class-bound: no bits for who has seen the machine");
  EXPECT_EQ(rt::guessingCost(sourceMachineId | sourceClock),
            "class-bound: about 4 bits, some 20 guesses for who knows the "
            "latency tables of common CPUs and has seen the machine");
}

TEST(Strength, TheLimitOfADeviceIs128Bits) {
  EXPECT_FALSE(rt::isDeviceBound(sourcePlugin, 127));
  EXPECT_TRUE(rt::isDeviceBound(sourcePlugin, 128));
  // No sum of weaker ones is a device.
  EXPECT_FALSE(rt::isDeviceBound(sourcePlugin | sourceClock, 127));
  EXPECT_GT(rt::estimatedBits(sourcePlugin | sourceClock, 127), 128);
}

TEST(Strength, PluginBitsAddToTheClass) {
  EXPECT_DOUBLE_EQ(rt::estimatedBits(sourcePlugin | sourceClock, 40),
                   40 + rt::estimatedBits(sourceClock));
  EXPECT_EQ(rt::guessingCost(sourcePlugin | sourceClock, 40),
            "class-bound: about 44 bits; the plug-in declares 40, fewer than "
            "the 128 of a device");
  EXPECT_EQ(rt::guessingCost(sourcePlugin, 256),
            "device-bound: the plug-in declares 256 bits, which hwlock cannot "
            "check");
}

TEST(Strength, KeysAreDevices) {
  EXPECT_TRUE(rt::isDeviceBound(sourceTpm2));
  EXPECT_EQ(rt::estimatedBits(sourceTpm2), 128);
  EXPECT_EQ(rt::guessingCost(sourceTpm2 | sourceClock),
            "device-bound: a key that does not leave its TPM");
  EXPECT_TRUE(rt::isDeviceBound(sourceOwner));
  EXPECT_EQ(rt::guessingCost(sourceOwner),
            "owner's key: opens on no machine by itself");
}

} // namespace
