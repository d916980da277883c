//===- MemoryFile.h - A file without a name on any disk -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For what another process reads or writes: gone with this process, however
// that ends.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_MEMORYFILE_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_MEMORYFILE_H

#include "hwlock/Support/Result.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace hwlock::ireec {

/// How other processes of this user open the file `descriptor` of this one.
std::string pathOf(int descriptor);

class MemoryFile {
public:
  static rt::Result<MemoryFile> create();
  MemoryFile(MemoryFile &&other) : fd(std::exchange(other.fd, -1)) {}
  MemoryFile &operator=(MemoryFile &&) = delete;
  ~MemoryFile();

  std::string path() const { return pathOf(fd); }
  rt::Result<void> write(llvm::function_ref<void(llvm::raw_ostream &)> writer);
  rt::Result<std::unique_ptr<llvm::MemoryBuffer>> contents() const;

private:
  explicit MemoryFile(int fd) : fd(fd) {}

  int fd;
};

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_MEMORYFILE_H
