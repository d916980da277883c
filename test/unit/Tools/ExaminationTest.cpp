//===- ExaminationTest.cpp - How well a machine can be measured -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Examination.h"
#include "Fingerprint/ScriptedMeter.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/QuietChains.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::tool;
using test::oneCycle;
using test::ScriptedMeter;

namespace {

class ExaminationTest : public testing::Test {
protected:
  void SetUp() override {
    if (core::chainTable().count == 0)
      GTEST_SKIP() << "no chains for this architecture";
  }

  /// `script` sees the measurements after the enrolment, from 0 on.
  static Examination run(const ScriptedMeter::Script &script, unsigned count) {
    ScriptedMeter meter([&](unsigned index, HwlockMeasurement &out) {
      if (index >= rt::EnrolmentOptions().measurements)
        script(index - rt::EnrolmentOptions().measurements, out);
    });
    return examine(meter, count, false, [](unsigned, unsigned) {});
  }
};

TEST_F(ExaminationTest, AQuietMachine) {
  Examination result = run([](unsigned, HwlockMeasurement &) {}, 12);
  ASSERT_TRUE(result.profile);
  EXPECT_EQ(result.accepted, 12u);
  EXPECT_EQ(result.samePrecision, 12u);
  EXPECT_EQ(result.mostWrongSymbols, 0u);
  EXPECT_EQ(result.longestRejectedRun, 0u);
  EXPECT_EQ(result.medians, 2u);
  EXPECT_EQ(result.sameMedians, 2u);
}

TEST_F(ExaminationTest, CountsWhatWouldNotOpen) {
  auto script = [](unsigned index, HwlockMeasurement &out) {
    unsigned wrong = index < 4 ? 4 : index < 7 ? 5 : 0;
    for (unsigned i = 0; i < wrong; ++i)
      out.clock[core::quietChains().ids[i]] += oneCycle;
  };
  Examination result = run(script, 20);
  EXPECT_EQ(result.accepted, 17u);
  EXPECT_EQ(result.mostWrongSymbols, 5u);
  EXPECT_EQ(result.longestRejectedRun, 3u);
  EXPECT_FALSE(result.wouldFail());
}

TEST_F(ExaminationTest, GarbageNeedsThreeOfFive) {
  uint8_t id = core::quietChains().ids[0];
  auto script = [=](unsigned index, HwlockMeasurement &out) {
    // Two wrong ones in the first five, three in the second.
    if (index < 2 || (index >= 5 && index < 8))
      out.clock[id] += oneCycle;
  };
  Examination result = run(script, 10);
  EXPECT_EQ(result.medians, 2u);
  EXPECT_EQ(result.sameMedians, 1u);
}

TEST_F(ExaminationTest, SaysWhenAModelWouldNotOpen) {
  auto script = [](unsigned, HwlockMeasurement &out) { out.precision[0] ^= 1; };
  Examination result = run(script, layout::errorAttempts);
  EXPECT_EQ(result.samePrecision, 0u);
  EXPECT_TRUE(result.wouldFail());
}

} // namespace
