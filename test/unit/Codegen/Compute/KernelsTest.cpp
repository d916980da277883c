//===- KernelsTest.cpp - Tiled code computes what plain loops compute -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The models in Inputs have sizes that no tile divides.
//===----------------------------------------------------------------------===//
#include "KernelRunner.h"
#include "gtest/gtest.h"
#include <cmath>
#include <cstring>

using namespace hwlock::test;

namespace {

std::vector<float> asFloats(const Bytes &bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

/// Largest difference, relative to the largest value.
double distance(const Bytes &left, const Bytes &right) {
  std::vector<float> a = asFloats(left), b = asFloats(right);
  double difference = 0, largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    if (!std::isfinite(a[i]) || !std::isfinite(b[i]))
      return INFINITY;
    difference = std::max<double>(difference, std::fabs(a[i] - b[i]));
    largest = std::max<double>(largest, std::fabs(b[i]));
  }
  return largest == 0 ? INFINITY : difference / largest;
}

using Parameter = std::tuple<const char *, unsigned>;

class KernelsTest : public testing::TestWithParam<Parameter> {};

void expectSameOutputs(const KernelRun &tiled, const KernelRun &naive) {
  ASSERT_EQ(naive.error, "");
  ASSERT_EQ(tiled.error, "");
  ASSERT_EQ(naive.outputs.size(), tiled.outputs.size());
  for (size_t i = 0; i < naive.outputs.size(); ++i) {
    ASSERT_EQ(naive.outputs[i].size(), tiled.outputs[i].size());
    if (naive.isFloat[i])
      EXPECT_LT(distance(tiled.outputs[i], naive.outputs[i]), 1e-5) << i;
    else
      EXPECT_EQ(tiled.outputs[i], naive.outputs[i]) << i;
  }
}

std::string inputPath(const char *name) {
  return std::string(HWLOCK_TEST_INPUTS "/") + name + ".mlir";
}

TEST_P(KernelsTest, TiledEqualsNaive) {
  auto [name, vectorBits] = GetParam();
  if (!hostHasVectors(vectorBits))
    GTEST_SKIP() << "this machine has no vectors of " << vectorBits << " bits";
  KernelRun naive = runNaive(inputPath(name));
  KernelRun tiled = runTiled(inputPath(name), vectorBits);
  expectSameOutputs(tiled, naive);
  // The reference did run as scalar loops, the other did not.
  EXPECT_NE(naive.remarks, "");
  EXPECT_EQ(tiled.remarks, "");
}

TEST(ScalarKernelsTest, WhatCannotBeTiledIsRightAndReported) {
  KernelRun naive = runNaive(inputPath("backwards"));
  KernelRun tiled = runTiled(inputPath("backwards"), 128);
  expectSameOutputs(tiled, naive);
  EXPECT_NE(tiled.remarks.find("runs as a scalar loop"), std::string::npos)
      << tiled.remarks;
}

INSTANTIATE_TEST_SUITE_P(
    All, KernelsTest,
    testing::Combine(testing::Values("attention", "convolutions", "integers",
                                     "linear", "look-up", "normalise",
                                     "other-layouts", "pooling"),
                     testing::Values(128u, 256u, 512u)),
    [](const testing::TestParamInfo<Parameter> &info) {
      std::string name = std::get<0>(info.param);
      std::erase(name, '-');
      return name + std::to_string(std::get<1>(info.param));
    });

} // namespace
