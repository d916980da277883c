//===- LockPlanTest.cpp ---------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "RepeatingKeys.h"
#include "TestProfile.h"
#include "hwlock/Transforms/LockModel.h"
#include <gtest/gtest.h>
#include <unistd.h>

using namespace hwlock;

namespace {

struct LockPlanning : testing::Test {
  LockPlanning() {
    path = testing::TempDir() + "hwlock-lock-plan-" + std::to_string(getpid()) +
           ".hwp";
    auto written =
        rt::writeProfileFile(path, test::makeProfile(test::fixedMeasurement()));
    EXPECT_TRUE(written);
    options.profiles = {path};
  }
  ~LockPlanning() override { std::remove(path.c_str()); }

  std::string path;
  LockModelOptions options;
  test::RepeatingKeys keys;
};

TEST_F(LockPlanning, EmptyListsStandForDefaults) {
  auto plan = planLock(options, keys);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ((*plan)->policy, rt::Policy::Error);
  EXPECT_EQ((*plan)->sources, layout::sourceClock | layout::sourcePrecision);
  EXPECT_EQ((*plan)->keys, &keys);
  ASSERT_EQ((*plan)->profiles.size(), 1u);
  EXPECT_EQ((*plan)->profiles[0].probes.size(), 40u);
  EXPECT_EQ((*plan)->options.chain, std::vector<std::string>{"aes"});
}

TEST_F(LockPlanning, WordsBecomeCodes) {
  options.fingerprint = {"precision"};
  options.onMismatch = "garbage";
  auto plan = planLock(options, keys);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ((*plan)->policy, rt::Policy::Garbage);
  EXPECT_EQ((*plan)->sources, layout::sourcePrecision);
}

TEST_F(LockPlanning, AnUnknownWordIsAUsageErrorThatListsTheKnownOnes) {
  options.fingerprint = {"clock", "clocks"};
  auto plan = planLock(options, keys);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().status, Status::Usage);
  EXPECT_EQ(plan.error().message,
            "unknown source 'clocks' in option 'fingerprint'");
  EXPECT_NE(plan.error().hint.find("precision"), std::string::npos);
}

TEST_F(LockPlanning, OptionsAreCheckedBeforeProfilesAreRead) {
  options.profiles = {path + ".missing"};
  options.unlock = "fused";
  auto plan = planLock(options, keys);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().status, Status::Usage);
  options.unlock = "eager";
  plan = planLock(options, keys);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().status, Status::BadInput);
}

} // namespace
