//===- ImmutableFile.h - A copy of a file that nobody can change ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read once, into memory that the kernel keeps anyone from writing to: what a
// signature was checked over is what is parsed or loaded.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_IMMUTABLEFILE_H
#define HWLOCK_API_IMMUTABLEFILE_H

#include "hwlock/Support/Result.h"
#include "llvm/Support/MemoryBuffer.h"
#include <string>

namespace hwlock {

class ImmutableFile {
public:
  /// BadInput if `path` cannot be read, Environment if there is no memory.
  static rt::Result<ImmutableFile> read(const std::string &path);
  ImmutableFile(ImmutableFile &&other);
  ImmutableFile &operator=(ImmutableFile &&) = delete;
  ~ImmutableFile();

  llvm::StringRef bytes() const { return buffer->getBuffer(); }
  /// The same bytes again, which may outlive this object.
  rt::Result<std::unique_ptr<llvm::MemoryBuffer>> share() const;
  /// A path to the copy, while this object lives.
  std::string handle() const;

private:
  explicit ImmutableFile(int fd) : fd(fd) {}

  std::string name;
  int fd;
  std::unique_ptr<llvm::MemoryBuffer> buffer;
};

} // namespace hwlock

#endif // HWLOCK_API_IMMUTABLEFILE_H
