//===- File.cpp - Whole files, written atomically -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/File.h"
#include "hwlock/Support/StagedFile.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// Closes a descriptor when it goes out of scope.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd(fd) {}
  Descriptor(Descriptor &&other) : fd(std::exchange(other.fd, -1)) {}
  ~Descriptor() {
    if (fd >= 0)
      ::close(fd);
  }

  int fd;
};

Error cannot(const char *verb, const std::string &path, Status status) {
  return {status,
          std::string("cannot ") + verb + " '" + path +
              "': " + std::strerror(errno),
          ""};
}

} // namespace

static Result<Descriptor> openToRead(const std::string &path) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat info;
  if (file.fd < 0 || ::fstat(file.fd, &info) != 0)
    return cannot("open", path, Status::BadInput);
  if (S_ISDIR(info.st_mode))
    return badInput("'" + path + "' is a directory");
  return file;
}

/// Fills `bytes` from the file as far as it goes; false upon a failure.
static bool readSome(int fd, std::span<uint8_t> bytes, size_t &taken) {
  for (taken = 0; taken < bytes.size();) {
    ssize_t count = ::read(fd, bytes.data() + taken, bytes.size() - taken);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return count == 0;
    taken += static_cast<size_t>(count);
  }
  return true;
}

static Error tooLong(const std::string &path, uint64_t limit) {
  return badInput("'" + path + "' is longer than the " + std::to_string(limit) +
                  " bytes allowed for its kind");
}

Result<std::vector<uint8_t>> rt::readFile(const std::string &path,
                                          uint64_t limit) {
  auto file = openToRead(path);
  if (!file)
    return file.error();
  std::vector<uint8_t> bytes;
  // Not st_size: a pipe has none.
  constexpr size_t step = 65536;
  size_t taken = step;
  for (size_t size = 0; taken == step; size += taken) {
    bytes.resize(size + step);
    if (!readSome(file->fd, std::span(bytes).subspan(size), taken))
      return cannot("read", path, Status::BadInput);
    bytes.resize(size + taken);
    if (bytes.size() > limit)
      return tooLong(path, limit);
  }
  return bytes;
}

Result<SecretBuffer> rt::readSecretFile(const std::string &path, size_t limit) {
  auto file = openToRead(path);
  if (!file)
    return file.error();
  // One byte more than allowed, so that a longer file is seen.
  SecretBuffer block(limit + 1);
  size_t size;
  if (!readSome(file->fd, block.span(), size))
    return cannot("read", path, Status::BadInput);
  if (size > limit)
    return tooLong(path, limit);
  return SecretBuffer(std::span<const uint8_t>(block.span()).first(size));
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
  auto file = StagedFile::create(path, mode);
  if (!file)
    return file.error();
  if (!writeAll(file->descriptor(), bytes))
    return cannot("write", path, Status::Environment);
  return file->commit();
}

bool rt::isSameFile(const std::string &a, const std::string &b) {
  std::error_code ignored;
  return std::filesystem::equivalent(a, b, ignored);
}
