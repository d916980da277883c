//===- StagedFile.cpp - A file that appears whole or not at all -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/StagedFile.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>
#include <utility>

using namespace hwlock;
using namespace hwlock::rt;

static Error cannotWrite(const std::string &path) {
  return environmentError("cannot write '" + path +
                          "': " + std::strerror(errno));
}

/// Through this an open file without a name gets one.
static std::string handleOf(int fd) {
  return "/proc/self/fd/" + std::to_string(fd);
}

static bool link(int fd, const std::string &name) {
  return ::linkat(AT_FDCWD, handleOf(fd).c_str(), AT_FDCWD, name.c_str(),
                  AT_SYMLINK_FOLLOW) == 0;
}

/// Opens a file without a name, or gives -1 where that cannot be done, or where
/// it could not get a name later.
static int openUnnamed(const std::string &path, unsigned mode) {
  std::string folder = std::filesystem::path(path).parent_path();
  int fd = ::open(folder.empty() ? "." : folder.c_str(),
                  O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
  if (fd >= 0 && ::access(handleOf(fd).c_str(), F_OK) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

/// A name beside `path` with which `create` did not fail, or nothing and errno.
template <typename Create>
static std::string nameBeside(const std::string &path, Create create) {
  std::string prefix = path + ".tmp" + std::to_string(::getpid()) + "-";
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::string name = prefix + std::to_string(attempt);
    if (create(name))
      return name;
    if (errno != EEXIST)
      break;
  }
  return "";
}

Result<StagedFile> StagedFile::create(const std::string &path, unsigned mode,
                                      Kind kind) {
  if (kind == Kind::Unnamed)
    if (int fd = openUnnamed(path, mode); fd >= 0)
      return StagedFile(path, fd, "");
  int fd = -1;
  std::string name = nameBeside(path, [&](const std::string &candidate) {
    fd = ::open(candidate.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
    return fd >= 0;
  });
  if (name.empty())
    return cannotWrite(path);
  return StagedFile(path, fd, std::move(name));
}

StagedFile::StagedFile(StagedFile &&other)
    : target(std::move(other.target)),
      temporary(std::exchange(other.temporary, {})),
      fd(std::exchange(other.fd, -1)) {}

StagedFile::~StagedFile() {
  if (fd >= 0)
    ::close(fd);
  if (!temporary.empty())
    ::unlink(temporary.c_str());
}

Result<void> StagedFile::commit() {
  if (temporary.empty()) {
    if (link(fd, target))
      return {};
    // Linux has no call that links over an existing file: the new one gets a
    // name beside it for a moment.
    if (errno == EEXIST)
      temporary = nameBeside(
          target, [&](const std::string &name) { return link(fd, name); });
    if (temporary.empty())
      return cannotWrite(target);
  }
  if (::rename(temporary.c_str(), target.c_str()) != 0)
    return cannotWrite(target);
  temporary.clear();
  return {};
}
