//===- SourcesTest.cpp - Names of fingerprint sources ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Sources.h"
#include "hwlock/Core/VaultLayout.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

TEST(Sources, ReadsAndWrites) {
  EXPECT_EQ(*parseSources("clock"), layout::sourceClock);
  EXPECT_EQ(*parseSources("precision,clock"),
            layout::sourceClock | layout::sourcePrecision);
  EXPECT_EQ(*parseSources("clock,precision,machine-id,tpm2,plugin"),
            layout::machineSources);
  EXPECT_EQ(sourceNames(layout::sourceOwner | layout::sourceClock, ", "),
            "clock, owner");
}

TEST(Sources, RefusesUnknownEmptyAndRepeatedWords) {
  for (const char *list : {"", "owner", "puf", "clock,", ",clock",
                           "clock,clock", "clock precision"}) {
    auto sources = parseSources(list);
    ASSERT_FALSE(sources) << list;
    EXPECT_EQ(sources.error().status, Status::Usage);
    EXPECT_FALSE(sources.error().hint.empty());
  }
}

} // namespace
