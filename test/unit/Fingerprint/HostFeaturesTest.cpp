//===- HostFeaturesTest.cpp - CPU features of this machine ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/HostFeatures.h"
#include "hwlock/Format/CpuFeatures.h"
#include <algorithm>
#include <gtest/gtest.h>

using namespace hwlock::rt;

namespace {

TEST(HostFeatures, AreKnownToTheFileFormatAndSorted) {
  auto features = hostFeatures();
  auto mask = cpuFeatureMask(features);
  ASSERT_TRUE(mask);
  EXPECT_EQ(cpuFeaturesOf(*mask), features);
}

#if defined(__x86_64__)
// Another implementation of the same question.
TEST(HostFeatures, AgreeWithTheCompilersRuntime) {
  auto features = hostFeatures();
  auto has = [&](const char *name) {
    return std::binary_search(features.begin(), features.end(), name);
  };
  EXPECT_EQ(has("sse4.2"), bool(__builtin_cpu_supports("sse4.2")));
  EXPECT_EQ(has("avx2"), bool(__builtin_cpu_supports("avx2")));
  EXPECT_EQ(has("fma"), bool(__builtin_cpu_supports("fma")));
  EXPECT_EQ(has("bmi2"), bool(__builtin_cpu_supports("bmi2")));
  EXPECT_EQ(has("avx512f"), bool(__builtin_cpu_supports("avx512f")));
  EXPECT_EQ(has("avx512vnni"), bool(__builtin_cpu_supports("avx512vnni")));
  EXPECT_EQ(has("gfni"), bool(__builtin_cpu_supports("gfni")));
}
#endif

} // namespace
