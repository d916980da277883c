//===- LinkerTest.cpp - Links objects with ld.lld -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/Linker.h"
#include <cstdlib>
#include <gtest/gtest.h>

using namespace hwlock;

namespace {

/// Sets HWLOCK_LLD while it lives.
struct LinkerVariable {
  explicit LinkerVariable(const char *value) { setenv("HWLOCK_LLD", value, 1); }
  ~LinkerVariable() { unsetenv("HWLOCK_LLD"); }
};

TEST(Linker, ChosenOneComesBeforeTheVariable) {
  LinkerVariable variable("/bin/false");
  EXPECT_EQ(*findLinker("/bin/true"), "/bin/true");
  EXPECT_EQ(*findLinker(""), "/bin/false");
}

TEST(Linker, MissingLinkerIsNamed) {
  LinkerVariable variable("/no/such/linker");
  auto linker = findLinker("");
  ASSERT_FALSE(linker);
  EXPECT_EQ(linker.error().status, Status::Environment);
  EXPECT_NE(linker.error().message.find("'/no/such/linker'"),
            std::string::npos);
  EXPECT_NE(linker.error().hint.find("lld-22"), std::string::npos);
}

TEST(Linker, FailureOfTheLinkerIsHandedOn) {
  auto linker = findLinker("");
  if (!linker)
    GTEST_SKIP() << linker.error().message;
  std::string folder = testing::TempDir();
  LinkJob job{
      LinkKind::Relocatable, {"/no/such/object.o"}, {}, folder + "/out.o", ""};
  auto linked = link(*linker, job, folder);
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().status, Status::Environment);
  EXPECT_NE(linked.error().message.find("/no/such/object.o"),
            std::string::npos);
}

} // namespace
