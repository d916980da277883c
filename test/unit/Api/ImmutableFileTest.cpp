//===- ImmutableFileTest.cpp ----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ImmutableFile.h"
#include "KeyFiles.h"
#include <fcntl.h>
#include <unistd.h>

using namespace hwlock;

namespace {

struct ImmutableFileTest : test::KeyFiles {};

} // namespace

/// Sizes around a page: what is mapped must end with a zero all the same.
TEST_F(ImmutableFileTest, HasTheBytesOfTheFile) {
  for (size_t size : {0, 1, 4095, 4096, 8192, 100001}) {
    std::string text(size, 'x');
    write("file", text);
    auto file = ImmutableFile::read(path("file"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->bytes(), text);
    EXPECT_EQ(*file->bytes().end(), 0);
    auto shared = file->share();
    ASSERT_TRUE(shared);
    EXPECT_EQ(uintptr_t((*shared)->getBufferStart()) % 4096, 0u);
  }
}

/// Between the check and the use of a file somebody writes into it.
TEST_F(ImmutableFileTest, DoesNotSeeLaterChanges) {
  std::string text(100000, 'x');
  write("file", text);
  auto file = ImmutableFile::read(path("file"));
  ASSERT_TRUE(file);
  int fd = ::open(path("file").c_str(), O_WRONLY);
  ASSERT_GE(fd, 0);
  ASSERT_EQ(::pwrite(fd, "evil", 4, 5000), 4);
  ::close(fd);
  EXPECT_EQ(file->bytes(), text);
  auto again = file->share();
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->getBuffer(), text);
}

TEST_F(ImmutableFileTest, CannotBeWrittenByAnyone) {
  write("file", "text");
  auto file = ImmutableFile::read(path("file"));
  ASSERT_TRUE(file);
  int fd = ::open(file->handle().c_str(), O_RDWR);
  ASSERT_GE(fd, 0);
  EXPECT_EQ(::pwrite(fd, "evil", 4, 0), -1);
  EXPECT_EQ(::ftruncate(fd, 1), -1);
  ::close(fd);
  EXPECT_EQ(file->bytes(), "text");
}

TEST_F(ImmutableFileTest, SharedBytesOutliveIt) {
  write("file", std::string(50000, 'x'));
  auto file = ImmutableFile::read(path("file"));
  ASSERT_TRUE(file);
  std::unique_ptr<llvm::MemoryBuffer> shared;
  {
    ImmutableFile taken = std::move(*file);
    auto buffer = taken.share();
    ASSERT_TRUE(buffer);
    shared = std::move(*buffer);
  }
  EXPECT_EQ(shared->getBuffer(), std::string(50000, 'x'));
}

TEST_F(ImmutableFileTest, ReportsWhatCannotBeRead) {
  auto file = ImmutableFile::read(path("absent"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().status, Status::BadInput);
}
