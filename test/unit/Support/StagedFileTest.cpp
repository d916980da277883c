//===- StagedFileTest.cpp -------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/StagedFile.h"
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;
namespace fs = std::filesystem;
using Kind = StagedFile::Kind;

namespace {

class StagedFileTest : public testing::TestWithParam<Kind> {
protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "hwlockXXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    path = folder / "file";
  }
  void TearDown() override { fs::remove_all(folder); }

  StagedFile stage(const std::string &text, unsigned mode = 0644) {
    auto file = StagedFile::create(path, mode, GetParam());
    if (!file)
      ADD_FAILURE() << file.error().message;
    EXPECT_EQ(::write(file->descriptor(), text.data(), text.size()),
              ssize_t(text.size()));
    return std::move(*file);
  }
  std::string content() {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  size_t entries() {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder), {}));
  }

  fs::path folder, path;
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Kinds, StagedFileTest,
                         testing::Values(Kind::Unnamed, Kind::Named));

TEST_P(StagedFileTest, AppearsWithItsModeAndAlone) {
  StagedFile file = stage("new", 0600);
  EXPECT_FALSE(fs::exists(path));
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(content(), "new");
  EXPECT_EQ(entries(), 1u);
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_P(StagedFileTest, ReplacesAnOlderFile) {
  std::ofstream(path) << "old";
  StagedFile file = stage("new");
  EXPECT_EQ(content(), "old");
  ASSERT_TRUE(file.commit());
  EXPECT_EQ(content(), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_P(StagedFileTest, LeavesNothingUnlessCommitted) {
  std::ofstream(path) << "old";
  stage("new");
  EXPECT_EQ(content(), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST_P(StagedFileTest, KeepsTheUmask) {
  mode_t before = ::umask(077);
  EXPECT_TRUE(stage("new", 0644).commit());
  ::umask(before);
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_P(StagedFileTest, AStrayFileOfTheSameNameIsNotTouched) {
  std::ofstream(path) << "old";
  std::string stray = path.string() + ".tmp" + std::to_string(::getpid());
  std::ofstream(stray + "-0") << "stray";
  ASSERT_TRUE(stage("new").commit());
  EXPECT_EQ(content(), "new");
  EXPECT_EQ(entries(), 2u);
}

TEST_P(StagedFileTest, NamesWhatCannotBeWritten) {
  auto file = StagedFile::create(folder / "absent/file", 0644, GetParam());
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().status, Status::Environment);
  EXPECT_EQ(file.error().message, "cannot write '" +
                                      (folder / "absent/file").string() +
                                      "': No such file or directory");
}

TEST_P(StagedFileTest, AKilledProcessLeavesNothing) {
  if (GetParam() == Kind::Named)
    GTEST_SKIP() << "a file with a name stays";
  if (auto probe = StagedFile::create(path, 0600); !probe || entries() != 0)
    GTEST_SKIP() << "this file system has no files without a name";
  pid_t child = ::fork();
  if (child == 0) {
    auto file = StagedFile::create(path, 0600);
    (void)!::write(file->descriptor(), "part", 4);
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(entries(), 0u);
}
