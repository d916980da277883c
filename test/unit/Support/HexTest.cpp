//===- HexTest.cpp --------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Hex.h"
#include <gtest/gtest.h>

using namespace hwlock::rt;

TEST(Hex, RoundTrip) {
  std::vector<uint8_t> bytes = {0x00, 0x7f, 0xff};
  EXPECT_EQ(toHex(bytes), "007fff");
  EXPECT_EQ(fromHex("007fff"), bytes);
  EXPECT_EQ(fromHex(""), std::vector<uint8_t>{});
}

TEST(Hex, RefusesWhatIsNotCanonical) {
  EXPECT_FALSE(fromHex("0"));
  EXPECT_FALSE(fromHex("FF"));
  EXPECT_FALSE(fromHex("0x"));
}
