//===- MemoryFile.cpp - A file without a name on any disk -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "MemoryFile.h"
#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

// Not /proc/self: iree-compile of the wheel is a script that starts the
// program, and hands on standard input and output alone.
std::string ireec::pathOf(int descriptor) {
  return "/proc/" + std::to_string(::getpid()) + "/fd/" +
         std::to_string(descriptor);
}

static rt::Error failure(const char *what, std::error_code why) {
  return rt::environmentError(std::string("cannot ") + what +
                              " memory for iree-compile: " + why.message());
}

Result<MemoryFile> MemoryFile::create() {
  int fd = ::memfd_create("hwlock-iree-compile", MFD_CLOEXEC);
  if (fd < 0)
    return failure("get", {errno, std::generic_category()});
  return MemoryFile(fd);
}

MemoryFile::~MemoryFile() {
  if (fd >= 0)
    ::close(fd);
}

Result<void>
MemoryFile::write(llvm::function_ref<void(llvm::raw_ostream &)> writer) {
  llvm::raw_fd_ostream stream(fd, /*shouldClose=*/false);
  writer(stream);
  stream.flush();
  std::error_code why = stream.error();
  stream.clear_error();
  if (why)
    return failure("fill", why);
  return {};
}

Result<std::unique_ptr<llvm::MemoryBuffer>> MemoryFile::contents() const {
  auto buffer =
      llvm::MemoryBuffer::getOpenFile(fd, path(), /*FileSize=*/-1,
                                      /*RequiresNullTerminator=*/false);
  if (!buffer)
    return failure("read", buffer.getError());
  return std::move(*buffer);
}
