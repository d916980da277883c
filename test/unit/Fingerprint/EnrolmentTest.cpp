//===- EnrolmentTest.cpp - Choose what is stable on a machine -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Enrolment.h"
#include "ScriptedMeter.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/QuietChains.h"
#include <algorithm>
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using test::oneCycle;
using test::ScriptedMeter;

namespace {

/// The identifiers of the chains of `unit`.
std::vector<uint8_t> chainsOf(core::ChainUnit unit) {
  std::vector<uint8_t> ids;
  core::ChainTable table = core::chainTable();
  for (uint32_t i = 0; i < table.count; ++i)
    if (table.chains[i].unit == unit)
      ids.push_back(table.chains[i].id);
  return ids;
}

class Enrolment : public testing::Test {
protected:
  void SetUp() override {
    if (core::chainTable().count == 0)
      GTEST_SKIP() << "no chains for this architecture";
  }

  static bool keeps(const Profile &profile, uint8_t id) {
    return std::binary_search(profile.probes.begin(), profile.probes.end(), id);
  }

  EnrolmentOptions options{.measurements = 10, .unseenNeighbours = false};
  EnrolmentReport report;
};

TEST_F(Enrolment, KeepsEveryStableChain) {
  ScriptedMeter meter;
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(meter.count, 10u);
  EXPECT_EQ(profile->sources, layout::cpuSources);
  ASSERT_EQ(profile->probes.size(), core::chainTable().count);
  for (size_t i = 0; i < profile->probes.size(); ++i)
    EXPECT_EQ(profile->symbols.data()[i], 1 + profile->probes[i] % 9);
  EXPECT_EQ(profile->precision.data()[5], 5);
  EXPECT_EQ(report.measured, core::chainTable().count);
  EXPECT_TRUE(report.unstable.empty());
  EXPECT_TRUE(report.nearEdge.empty());
}

TEST_F(Enrolment, DropsAChainThatWasMisreadOnce) {
  uint8_t id = core::quietChains().ids[3];
  ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
    if (index == 7)
      out.clock[id] += oneCycle;
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  EXPECT_FALSE(keeps(*profile, id));
  std::vector<std::string> name = {core::chainInfo(id)->name};
  EXPECT_EQ(report.unstable, name);
  EXPECT_EQ(report.unstableQuiet, name);
  // The garbage form ignores it, as a median does.
  EXPECT_EQ(profile->quietSymbols.data()[3], 1 + id % 9);
}

TEST_F(Enrolment, DropsAChainNearTheEdgeOfItsBin) {
  ScriptedMeter meter([](unsigned, HwlockMeasurement &out) {
    out.clock[0] = 3 * oneCycle + 400;
    out.clock[1] = 3 * oneCycle + 200;
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  EXPECT_FALSE(keeps(*profile, 0));
  EXPECT_TRUE(keeps(*profile, 1));
  EXPECT_EQ(report.nearEdge,
            (std::vector<std::string>{core::chainInfo(0)->name}));
}

TEST_F(Enrolment, DropsAChainThatCameNearTheEdgeOnce) {
  ScriptedMeter meter([](unsigned index, HwlockMeasurement &out) {
    out.clock[0] = 3 * oneCycle + (index == 4 ? 450 : 0);
    out.clock[1] = 3 * oneCycle + (index == 4 ? 350 : 0);
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  EXPECT_FALSE(keeps(*profile, 0));
  EXPECT_TRUE(keeps(*profile, 1));
}

TEST_F(Enrolment, DropsAUnitThatWasDisturbedOnce) {
  auto wide = chainsOf(core::ChainUnit::Wide);
  auto divider = chainsOf(core::ChainUnit::Divider);
  ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
    if (index == 2)
      out.clock[wide[5]] += oneCycle;
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  for (uint8_t id : wide)
    EXPECT_FALSE(keeps(*profile, id)) << unsigned(id);
  for (uint8_t id : divider)
    EXPECT_TRUE(keeps(*profile, id)) << unsigned(id);
  EXPECT_EQ(report.unstable.size(), 1u);
  EXPECT_EQ(report.disturbed.size(), wide.size() - 1);
}

TEST_F(Enrolment, UnseenNeighboursRuleOutWhatTheyMightDisturb) {
  auto divider = chainsOf(core::ChainUnit::Divider);
  ScriptedMeter meter(
      [&](unsigned, HwlockMeasurement &out) { out.clock[divider[0]] = 0; });
  options.unseenNeighbours = true;
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  auto expected = chainsOf(core::ChainUnit::Other);
  // Nobody disturbs an instruction that is not there.
  expected.push_back(divider[0]);
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(profile->probes, expected);
}

TEST_F(Enrolment, AMisreadAtAnEdgeSaysNothingAboutTheUnit) {
  auto wide = chainsOf(core::ChainUnit::Wide);
  ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
    out.clock[wide[5]] = 3 * oneCycle + 500 + (index == 2 ? 20 : 0);
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  EXPECT_FALSE(keeps(*profile, wide[5]));
  EXPECT_TRUE(keeps(*profile, wide[4]));
  EXPECT_TRUE(report.disturbed.empty());
}

TEST_F(Enrolment, KeepsAbsenceAsASymbol) {
  ScriptedMeter meter(
      [](unsigned, HwlockMeasurement &out) { out.clock[9] = 0; });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile);
  ASSERT_TRUE(keeps(*profile, 9));
  EXPECT_EQ(profile->symbols.data()[9], 0);
  EXPECT_EQ(report.absent, 1u);
}

TEST_F(Enrolment, RefusesAMachineWithTooFewStableChains) {
  auto robust = chainsOf(core::ChainUnit::Other);
  robust.resize(layout::minProbes - 1);
  ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
    for (unsigned i = 0; i < HWLOCK_MAX_CHAINS; ++i)
      if (!std::binary_search(robust.begin(), robust.end(), i))
        out.clock[i] += index % 2 * oneCycle;
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().status, Status::Environment);
  EXPECT_NE(profile.error().message.find("only 23 of "), std::string::npos)
      << profile.error().message;
  EXPECT_FALSE(profile.error().hint.empty());
}

TEST_F(Enrolment, WaitsForANeighbourToGo) {
  ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
    if (index < options.measurements)
      for (uint32_t &latency : out.clock)
        latency += index % 2 * oneCycle;
  });
  auto profile = enrol(meter, options, &report);
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_TRUE(report.unstable.empty()) << "that of the attempt that succeeded";
}

TEST_F(Enrolment, AbsentChainsDoNotMakeAFingerprint) {
  ScriptedMeter meter([](unsigned, HwlockMeasurement &out) {
    for (unsigned i = layout::minProbes - 1; i < HWLOCK_MAX_CHAINS; ++i)
      out.clock[i] = 0;
  });
  auto profile = enrol(meter, options);
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().status, Status::Environment);
}

TEST_F(Enrolment, PrecisionMustBeExact) {
  ScriptedMeter meter([](unsigned index, HwlockMeasurement &out) {
    out.precision[63] = index == 3;
  });
  auto profile = enrol(meter, options);
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().status, Status::Environment);
}

// AArch64 defines all bits of its approximations.
TEST_F(Enrolment, PrecisionThatIsNotMeasuredIsNoSource) {
  ScriptedMeter meter([](unsigned, HwlockMeasurement &out) {
    std::fill(std::begin(out.precision), std::end(out.precision), 0);
  });
  auto profile = enrol(meter, options);
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().message,
            "this architecture has no precision source");
  options.sources = layout::sourceClock;
  EXPECT_TRUE(enrol(meter, options));
}

TEST_F(Enrolment, OneSourceAlone) {
  ScriptedMeter meter;
  options.sources = layout::sourcePrecision;
  auto precision = enrol(meter, options);
  ASSERT_TRUE(precision);
  EXPECT_TRUE(precision->probes.empty());
  EXPECT_EQ(precision->quietSymbols.size(), 0u);
  options.sources = layout::sourceClock;
  auto clock = enrol(meter, options);
  ASSERT_TRUE(clock);
  EXPECT_EQ(clock->precision.data()[5], 0);
}

TEST_F(Enrolment, RefusesSourcesItDoesNotKnow) {
  ScriptedMeter meter;
  for (uint8_t sources : {0, 32, 64}) {
    options.sources = sources;
    auto profile = enrol(meter, options);
    ASSERT_FALSE(profile);
    EXPECT_EQ(profile.error().status, Status::BadInput);
  }
  EXPECT_EQ(meter.count, 0u);
}

TEST_F(Enrolment, TellsProgress) {
  ScriptedMeter meter;
  std::vector<unsigned> seen;
  options.progress = [&](unsigned done, unsigned all) {
    EXPECT_EQ(all, options.measurements);
    seen.push_back(done);
  };
  ASSERT_TRUE(enrol(meter, options));
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_EQ(seen.back(), 10u);
}

TEST_F(Enrolment, WorksOnThisMachine) {
  auto meter = thisCpu();
  auto profile = enrol(*meter, EnrolmentOptions(), &report);
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_GE(profile->probes.size(), layout::minProbes);
  EXPECT_TRUE(checkProfile(*profile));
}

} // namespace
