//===- FileTest.cpp -------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/File.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace hwlock;
using namespace hwlock::rt;
namespace fs = std::filesystem;

namespace {

struct FileTest : testing::Test {
  fs::path folder;
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "hwlockXXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override { fs::remove_all(folder); }
  size_t entries() {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder), {}));
  }
};

TEST_F(FileTest, RoundTripWithMode) {
  std::string path = folder / "a";
  std::vector<uint8_t> bytes = {1, 2, 3};
  ASSERT_TRUE(writeFileAtomically(path, bytes, 0600));
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  auto read = readFile(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, bytes);
}

TEST_F(FileTest, LimitIsEnforced) {
  std::string path = folder / "a";
  ASSERT_TRUE(writeFileAtomically(path, std::vector<uint8_t>(10)));
  EXPECT_TRUE(readFile(path, 10));
  auto read = readFile(path, 9);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().status, Status::BadInput);
}

TEST_F(FileTest, LongFilesAreReadWhole) {
  std::string path = folder / "a";
  for (size_t size :
       {size_t(0), size_t(65536), size_t(65537), size_t(200000)}) {
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < size; ++i)
      bytes[i] = static_cast<uint8_t>(i * i % 251);
    ASSERT_TRUE(writeFileAtomically(path, bytes));
    auto read = readFile(path);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, bytes);
    auto secret = readSecretFile(path, size);
    ASSERT_TRUE(secret);
    EXPECT_TRUE(constantTimeEqual(secret->span(), bytes));
    if (size) {
      EXPECT_FALSE(readSecretFile(path, size - 1));
    }
  }
}

TEST_F(FileTest, FailedWriteLeavesNothing) {
  // The target is a folder that is not empty: the rename must fail.
  fs::create_directories(folder / "target" / "full");
  auto written = writeFileAtomically(folder / "target", {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().status, Status::Environment);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(FileTest, SameFileThroughALink) {
  std::string path = folder / "a", link = folder / "b";
  ASSERT_TRUE(writeFileAtomically(path, {}));
  fs::create_symlink(path, link);
  EXPECT_TRUE(isSameFile(path, link));
  EXPECT_FALSE(isSameFile(path, folder / "missing"));
}

} // namespace
