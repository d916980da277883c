//===- IreeCompiler.h - The installed iree-compile ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_IREECOMPILER_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_IREECOMPILER_H

#include "hwlock/Support/Result.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock::ireec {

class IreeCompiler {
public:
  /// The program `chosen`, or else the one that HWLOCK_IREE_COMPILE names, or
  /// else iree-compile of PATH. Environment if there is none or if it is not
  /// of the version that hwlock writes for.
  static rt::Result<IreeCompiler> find(llvm::StringRef chosen);

  const std::string &path() const { return program; }
  /// As it says itself, for example 3.13.0.
  const std::string &version() const { return found; }

  /// Runs it with `arguments` and waits. What it prints goes where ours goes;
  /// it reads the file `input` as standard input, if given. BadInput if it
  /// fails, Environment if it crashes or if this process is asked to end.
  rt::Result<void> run(std::vector<std::string> arguments,
                       std::optional<std::string> input) const;

  /// The module in the file `input`, "-" for standard input, in the generic
  /// form that hwlock's MLIR reads: by the iree-opt beside iree-compile.
  rt::Result<std::unique_ptr<llvm::MemoryBuffer>>
  printGeneric(const std::string &input) const;

private:
  IreeCompiler(std::string program, std::string version)
      : program(std::move(program)), found(std::move(version)) {}

  std::string program, found;
};

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_IREECOMPILER_H
