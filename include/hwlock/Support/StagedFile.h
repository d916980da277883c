//===- StagedFile.h - A file that appears whole or not at all -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is written has no name until commit(), so that a process that is killed
// leaves nothing behind and an old file of that name as it was.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_STAGEDFILE_H
#define HWLOCK_SUPPORT_STAGEDFILE_H

#include "hwlock/Support/Result.h"
#include <string>

namespace hwlock::rt {

class StagedFile {
public:
  enum class Kind {
    /// No name (O_TMPFILE), or Named where the file system cannot do that.
    Unnamed,
    /// `path` with a suffix; stays if the process is killed.
    Named,
  };

  /// Opens a file with the permissions `mode`, less the umask, in the folder of
  /// `path`. Status::Environment if that is not possible.
  static Result<StagedFile> create(const std::string &path, unsigned mode,
                                   Kind kind = Kind::Unnamed);
  StagedFile(StagedFile &&other);
  StagedFile &operator=(StagedFile &&) = delete;
  /// Forgets the file unless it was committed.
  ~StagedFile();

  /// Where to write, and to read it back; owned by this object.
  int descriptor() const { return fd; }
  const std::string &path() const { return target; }

  /// Gives the file its name, in place of an older file.
  Result<void> commit();

private:
  StagedFile(std::string path, int fd, std::string temporary)
      : target(std::move(path)), temporary(std::move(temporary)), fd(fd) {}

  std::string target;
  /// Name in use before commit(), if any.
  std::string temporary;
  int fd;
};

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_STAGEDFILE_H
