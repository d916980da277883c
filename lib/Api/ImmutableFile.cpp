//===- ImmutableFile.cpp - A copy of a file that nobody can change --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ImmutableFile.h"
#include "llvm/Support/raw_ostream.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

using namespace hwlock;
using rt::Result;

ImmutableFile::ImmutableFile(ImmutableFile &&other)
    : name(std::move(other.name)), fd(std::exchange(other.fd, -1)),
      buffer(std::move(other.buffer)) {}

ImmutableFile::~ImmutableFile() {
  if (fd >= 0)
    ::close(fd);
}

std::string ImmutableFile::handle() const {
  return "/proc/self/fd/" + std::to_string(fd);
}

Result<std::unique_ptr<llvm::MemoryBuffer>> ImmutableFile::share() const {
  // Small files and those of whole pages are not mapped but copied; MLIR reads
  // bytecode with resources where it is aligned as they are.
  auto mapped = llvm::MemoryBuffer::getOpenFile(
      fd, name, /*FileSize=*/-1, /*RequiresNullTerminator=*/true,
      /*IsVolatile=*/false, llvm::Align(4096));
  if (!mapped)
    return rt::environmentError("cannot map a copy of '" + name +
                                "': " + mapped.getError().message());
  return std::move(*mapped);
}

Result<ImmutableFile> ImmutableFile::read(const std::string &path) {
  auto noMemory = [&](const std::string &why) {
    return rt::environmentError("cannot copy '" + path + "': " + why);
  };
  // Volatile: not mapped, since a mapping would show what others write.
  auto original = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false,
                                              /*IsVolatile=*/true);
  if (!original)
    return rt::badInput("cannot open '" + path +
                        "': " + original.getError().message());
  ImmutableFile file(
      ::memfd_create("hwlock-model", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  file.name = path;
  if (file.fd < 0)
    return noMemory(std::strerror(errno));
  llvm::raw_fd_ostream stream(file.fd, /*shouldClose=*/false);
  stream << (*original)->getBuffer();
  stream.flush();
  std::error_code failure = stream.error();
  stream.clear_error();
  if (failure)
    return noMemory(failure.message());
  if (::fcntl(file.fd, F_ADD_SEALS,
              F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return noMemory(std::strerror(errno));
  auto mapped = file.share();
  if (!mapped)
    return mapped.error();
  file.buffer = std::move(*mapped);
  return file;
}
