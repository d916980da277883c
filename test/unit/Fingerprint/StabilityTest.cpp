//===- StabilityTest.cpp - What many measurements have in common ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Stability.h"
#include "ScriptedMeter.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Enrolment.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using test::oneCycle;
using test::ScriptedMeter;

namespace {

class Stability : public testing::Test {
protected:
  void measure(ScriptedMeter::Script script, unsigned count) {
    ScriptedMeter meter(std::move(script));
    for (unsigned i = 0; i < count; ++i)
      meter.measure(list.add());
    if (chainStability(list.view()).empty())
      GTEST_SKIP() << "no chains for this architecture";
  }

  MeasurementList list{16};
};

TEST_F(Stability, CountsMisreadsAgainstTheMedian) {
  measure(
      [](unsigned index, HwlockMeasurement &out) {
        out.clock[2] = (index == 4 ? 8 : 3) * oneCycle + index;
        out.clock[3] = 0;
      },
      7);
  auto chains = chainStability(list.view());
  EXPECT_EQ(chains[2].symbol, 3);
  EXPECT_EQ(chains[2].misreads, 1u);
  EXPECT_FALSE(chains[2].isStable());
  EXPECT_EQ(chains[2].least, 3 * oneCycle);
  EXPECT_EQ(chains[2].median, 3 * oneCycle + 3);
  EXPECT_EQ(chains[2].most, 8 * oneCycle + 4);
  EXPECT_EQ(chains[3].symbol, 0);
  EXPECT_TRUE(chains[3].isStable());
}

TEST_F(Stability, ErrorFormAcceptsUpToFourWrongSymbols) {
  measure({}, 1);
  ScriptedMeter same;
  EnrolmentOptions options;
  options.measurements = 2;
  auto profile = enrol(same, options);
  ASSERT_TRUE(profile);
  HwlockMeasurement reading = list.view()[0];
  EXPECT_EQ(readErrorForm(*profile, reading).wrongSymbols, 0u);
  for (unsigned i = 0; i < layout::correctableErrors; ++i)
    reading.clock[profile->probes[i]] += oneCycle;
  EXPECT_TRUE(readErrorForm(*profile, reading).accepted());
  reading.clock[profile->probes[10]] += oneCycle;
  EXPECT_EQ(readErrorForm(*profile, reading).wrongSymbols,
            layout::correctableErrors + 1);
  EXPECT_FALSE(readErrorForm(*profile, reading).accepted());
  reading = list.view()[0];
  reading.precision[0] ^= 1;
  EXPECT_FALSE(readErrorForm(*profile, reading).accepted());
}

TEST_F(Stability, QuietSymbolsAreThoseOfTheMedian) {
  core::QuietChains quiet = core::quietChains();
  measure(
      [&](unsigned index, HwlockMeasurement &out) {
        out.clock[quiet.ids[0]] = (index < 2 ? 9 : 4) * oneCycle;
        out.clock[quiet.ids[1]] = (index < 3 ? 9 : 4) * oneCycle;
      },
      5);
  SecretBuffer symbols = quietSymbolsOf(list.view());
  ASSERT_EQ(symbols.size(), quiet.count);
  EXPECT_EQ(symbols.data()[0], 4);
  EXPECT_EQ(symbols.data()[1], 9);
}

TEST(DoubtfulQuietChains, AreThoseThatEnrolmentDidNotKeep) {
  core::QuietChains quiet = core::quietChains();
  Profile profile;
  profile.sources = layout::sourceClock;
  profile.probes.assign(quiet.ids, quiet.ids + quiet.count);
  EXPECT_TRUE(doubtfulQuietChains(profile).empty());

  uint8_t missing = quiet.ids[3];
  profile.probes.erase(profile.probes.begin() + 3);
  std::vector<std::string> expected = {core::chainInfo(missing)->name};
  EXPECT_EQ(doubtfulQuietChains(profile), expected);

  profile.sources = layout::sourcePrecision;
  EXPECT_TRUE(doubtfulQuietChains(profile).empty());
}

} // namespace
