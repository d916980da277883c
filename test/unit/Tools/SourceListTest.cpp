//===- SourceListTest.cpp - Fingerprint sources on the command line -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SourceList.h"
#include "hwlock/Core/VaultLayout.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::tool;

namespace {

TEST(SourceList, ReadsAndWrites) {
  EXPECT_EQ(*parseSources("clock"), layout::sourceClock);
  EXPECT_EQ(*parseSources("precision,clock"), layout::knownSources);
  EXPECT_EQ(sourceNames(layout::knownSources), "clock,precision");
}

TEST(SourceList, RefusesUnknownEmptyAndRepeatedWords) {
  for (const char *list :
       {"", "tpm2", "clock,", ",clock", "clock,clock", "clock precision"}) {
    auto sources = parseSources(list);
    ASSERT_FALSE(sources) << list;
    EXPECT_EQ(sources.error().status, Status::Usage);
    EXPECT_FALSE(sources.error().hint.empty());
  }
}

} // namespace
