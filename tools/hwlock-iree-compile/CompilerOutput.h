//===- CompilerOutput.h - Where iree-compile writes -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A place that nobody sees until what is in it was looked at.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILEROUTPUT_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILEROUTPUT_H

#include "MemoryFile.h"
#include "hwlock/Api/OutputFile.h"
#include <variant>

namespace hwlock::ireec {

class CompilerOutput {
public:
  /// `path` may be "-" for standard output, or a device such as /dev/null.
  static rt::Result<CompilerOutput> create(const std::string &path);

  /// The name by which iree-compile opens it.
  std::string pathForChild() const;
  rt::Result<std::unique_ptr<llvm::MemoryBuffer>> contents() const;
  rt::Result<void> commit();

private:
  CompilerOutput(std::string path, std::variant<OutputFile, MemoryFile> file)
      : path(std::move(path)), file(std::move(file)) {}

  std::string path;
  std::variant<OutputFile, MemoryFile> file;
};

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMPILEROUTPUT_H
