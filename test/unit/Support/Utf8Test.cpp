//===- Utf8Test.cpp -------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Utf8.h"
#include <gtest/gtest.h>

using namespace hwlock::rt;

TEST(Utf8, AcceptsPrintableText) {
  for (const char *text : {"", "a b~", "\xc2\xa0", "\xc3\xa9", "\xe2\x82\xac",
                           "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"})
    EXPECT_TRUE(isPrintableUtf8(text)) << text;
}

TEST(Utf8, RefusesControlsAndMalformedSequences) {
  for (std::string_view text :
       {std::string_view("a\0b", 3), std::string_view("\n"),
        std::string_view("\x1b[2J"), std::string_view("\x7f"),
        std::string_view("\xc2\x9b"), std::string_view("\x80"),
        std::string_view("\xc0\x80"), std::string_view("\xc3"),
        std::string_view("\xc3("), std::string_view("\xe0\x80\x80"),
        std::string_view("\xed\xa0\x80"), std::string_view("\xf0\x80\x80\x80"),
        std::string_view("\xf4\x90\x80\x80"), std::string_view("\xff")})
    EXPECT_FALSE(isPrintableUtf8(text)) << testing::PrintToString(text);
}
