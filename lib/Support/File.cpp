//===- File.cpp - Whole files, written atomically -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/File.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// Closes a descriptor when it goes out of scope.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0)
      ::close(fd);
  }
};

Error cannot(const char *verb, const std::string &path, Status status) {
  return {status,
          std::string("cannot ") + verb + " '" + path +
              "': " + std::strerror(errno),
          ""};
}

} // namespace

Result<std::vector<uint8_t>> rt::readFile(const std::string &path,
                                          uint64_t limit) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info;
  if (file.fd < 0 || ::fstat(file.fd, &info) != 0)
    return cannot("open", path, Status::BadInput);
  if (S_ISDIR(info.st_mode))
    return badInput("'" + path + "' is a directory");
  std::vector<uint8_t> bytes;
  // Not st_size: a pipe has none.
  uint8_t block[65536];
  for (;;) {
    ssize_t count = ::read(file.fd, block, sizeof block);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return cannot("read", path, Status::BadInput);
    if (count == 0)
      return bytes;
    if (static_cast<uint64_t>(count) > limit - bytes.size())
      return badInput("'" + path + "' is longer than the " +
                      std::to_string(limit) + " bytes allowed for its kind");
    bytes.insert(bytes.end(), block, block + count);
  }
}

static bool writeAll(int fd, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return false;
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return true;
}

Result<void> rt::writeFileAtomically(const std::string &path,
                                     std::span<const uint8_t> bytes,
                                     unsigned mode) {
  std::string temporary = path + ".tmpXXXXXX";
  // mkstemp creates the file with mode 0600, so a secret is never readable by
  // others, not even for a moment.
  Descriptor file{::mkstemp(temporary.data())};
  if (file.fd < 0)
    return cannot("write", path, Status::Environment);
  if (writeAll(file.fd, bytes) && ::fchmod(file.fd, mode) == 0 &&
      ::rename(temporary.c_str(), path.c_str()) == 0)
    return {};
  Error error = cannot("write", path, Status::Environment);
  ::unlink(temporary.c_str());
  return error;
}

bool rt::isSameFile(const std::string &a, const std::string &b) {
  std::error_code ignored;
  return std::filesystem::equivalent(a, b, ignored);
}
