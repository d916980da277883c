//===- CommandLine.h - Own flags and those of iree-compile ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// iree-compile has hundreds of flags and its plug-ins add more, so that only
// our own are understood here and everything else is passed on as it stands.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMMANDLINE_H
#define HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMMANDLINE_H

#include "hwlock/Support/Result.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock::ireec {

struct CommandLine {
  enum class Action { Compile, PrintHelp, PrintVersion };
  Action action = Action::Compile;
  /// "-": standard input.
  std::string input;
  /// "-": standard output, as iree-compile has it.
  std::string output = "-";
  /// What stands behind --lock-model=, if that was given.
  std::optional<std::string> lockOptions;
  /// Where iree-compile is; empty: search.
  std::string compiler;
  bool requireScan = false;
  /// Parameters outside of the model to lock, each as scope=FILE.
  std::vector<std::string> parameters;
  /// Where ciphertext goes; empty: into the output.
  std::string lockedParameters;
  /// For iree-compile.
  std::vector<std::string> flags;

  /// The files that are only read.
  std::vector<std::string> read() const;
};

/// Usage if there is no input, or more than one word that may be it.
rt::Result<CommandLine> parseCommandLine(llvm::ArrayRef<llvm::StringRef> words);

} // namespace hwlock::ireec

#endif // HWLOCK_TOOLS_HWLOCK_IREE_COMPILE_COMMANDLINE_H
