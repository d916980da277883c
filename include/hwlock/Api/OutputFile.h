//===- OutputFile.h - A file that appears whole or not at all -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opened before the work starts, so that a path that cannot be written fails
// early; it gets its name at the end.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_OUTPUTFILE_H
#define HWLOCK_API_OUTPUTFILE_H

#include "hwlock/Support/StagedFile.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <string>
#include <vector>

namespace hwlock {

class OutputFile {
public:
  /// Opens a file without a name (StagedFile.h). Environment if that is not
  /// possible or if something other than a file has the name `path`.
  static rt::Result<OutputFile> create(const std::string &path);

  const std::string &path() const { return staged.path(); }
  /// For another process to write to.
  int descriptor() const { return staged.descriptor(); }
  rt::Result<void>
  write(llvm::function_ref<void(llvm::raw_pwrite_stream &)> writer);
  /// What was written, for example to sign it.
  rt::Result<std::unique_ptr<llvm::MemoryBuffer>> contents() const;
  rt::Result<void> commit();

private:
  explicit OutputFile(rt::StagedFile staged) : staged(std::move(staged)) {}

  rt::StagedFile staged;
};

/// Usage if `output` names one of `inputs`, through links too.
rt::Result<void> refuseOverwrite(const std::string &output,
                                 const std::vector<std::string> &inputs);

/// Renames all; after a failure none is there.
rt::Result<void> commitAll(std::vector<OutputFile> &files);

} // namespace hwlock

#endif // HWLOCK_API_OUTPUTFILE_H
