//===- MessageTest.cpp - What a status of a compiled model means ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "hwlock/Core/CpuFeatureMask.h"
#include <cstring>
#include <gtest/gtest.h>
#include <string>

using namespace hwlock;

namespace {

std::string message(const FakeModel &fake, int32_t status) {
  char buffer[2048];
  uint64_t length =
      hwlock_loader_message(&fake.descriptor, status, buffer, sizeof buffer);
  EXPECT_EQ(length, strlen(buffer));
  return buffer;
}

TEST(Message, EachStatusHasOne) {
  FakeModel fake;
  EXPECT_EQ(message(fake, 0), "success");
  EXPECT_NE(message(fake, 3).find("not authorised"), std::string::npos);
  EXPECT_NE(message(fake, 4).find("changed"), std::string::npos);
  EXPECT_EQ(message(fake, 5), "not enough memory for the model");
  EXPECT_EQ(message(fake, 77), "unknown status");
}

TEST(Message, NamesTheFeaturesThatAreMissing) {
  FakeModel fake;
  fake.descriptor.cpuFeatures = ~uint64_t(0);
  std::string expected;
  for (uint32_t bit = 0; bit < core::cpuFeatureCount; ++bit)
    if (!(core::hostFeatureMask() >> bit & 1))
      expected += (expected.empty() ? "" : ", ") +
                  std::string(core::cpuFeatureName(bit));
  EXPECT_EQ(message(fake, 5), "this CPU lacks " + expected +
                                  ", which the model was compiled for");
}

TEST(Message, IsCutAtTheEndOfTheBuffer) {
  FakeModel fake;
  char buffer[] = "xxxxxxxx";
  EXPECT_EQ(hwlock_loader_message(&fake.descriptor, 0, buffer, 5), 7u);
  EXPECT_STREQ(buffer, "succ");
  EXPECT_EQ(buffer[5], 'x');
  EXPECT_EQ(hwlock_loader_message(&fake.descriptor, 0, buffer, 0), 7u);
  EXPECT_STREQ(buffer, "succ");
  EXPECT_EQ(hwlock_loader_message(&fake.descriptor, 0, nullptr, 100), 7u);
}

} // namespace
