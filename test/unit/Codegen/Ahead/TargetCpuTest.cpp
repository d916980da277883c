//===- TargetCpuTest.cpp - Features that a compiled model may use ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/TargetCpu.h"
#include "hwlock/Core/CpuFeatureMask.h"
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

TEST(TargetCpu, LevelsOfTheArchitecture) {
  auto baseline = targetOfCpu("x86-64");
  ASSERT_TRUE(baseline);
  EXPECT_TRUE(baseline->features.empty());
  EXPECT_EQ(featureBits(*baseline), 0u);
  EXPECT_EQ(targetOfCpu("x86-64-v2")->vectorBits(), 128u);
  EXPECT_EQ(targetOfCpu("x86-64-v3")->vectorBits(), 256u);
  EXPECT_EQ(targetOfCpu("x86-64-v4")->vectorBits(), 512u);
  EXPECT_EQ(targetOfCpu("znver4")->vectorBits(), 512u);
}

TEST(TargetCpu, DoesNotDemandWhatKernelsDoNotUse) {
  auto target = targetOfCpu("sapphirerapids");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->has("avx512f"));
  EXPECT_FALSE(target->has("vaes"));
  EXPECT_FALSE(target->has("amx-tile"));
}

TEST(TargetCpu, NativeRunsHere) {
  auto target = targetOfCpu("native");
  ASSERT_TRUE(target);
  EXPECT_EQ(featureBits(*target) & ~core::hostFeatureMask(), 0u);
  EXPECT_EQ(target->vectorBits(), KernelTarget::host().vectorBits());
}

TEST(TargetCpu, UnknownNamesAreRefused) {
  for (const char *name : {"", "x86-64-v9", "cortex-a72", "i686"}) {
    auto target = targetOfCpu(name);
    ASSERT_FALSE(target) << name;
    EXPECT_EQ(target.error().status, Status::Usage);
  }
}

TEST(TargetCpu, OtherMachinesAreRefused) {
  EXPECT_TRUE(checkTriple("x86_64-unknown-linux-gnu"));
  EXPECT_TRUE(checkTriple("x86_64-linux-gnu"));
  EXPECT_TRUE(checkTriple("x86_64-pc-linux"));
  for (const char *triple :
       {"", "aarch64-linux-gnu", "i686-linux-gnu", "x86_64-apple-darwin",
        "x86_64-linux-musl", "x86_64-linux-gnux32"}) {
    auto known = checkTriple(triple);
    ASSERT_FALSE(known) << triple;
    EXPECT_EQ(known.error().status, Status::BadInput);
  }
}

} // namespace
