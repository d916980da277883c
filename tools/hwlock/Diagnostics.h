//===- Diagnostics.h - What the hwlock command says on standard error -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One form for all subcommands: "hwlock: error: ...", then "hwlock: hint: ...".
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_DIAGNOSTICS_H
#define HWLOCK_TOOLS_HWLOCK_DIAGNOSTICS_H

#include "hwlock/Support/Result.h"
#include <string>

namespace hwlock::tool {

/// Prints `error` and its hint; returns its exit code.
int fail(const rt::Error &error);

/// "hwlock: warning: ...".
void warn(const std::string &message, const std::string &hint = "");

/// "hwlock: remark: ...".
void remark(const std::string &message);

/// One line that is rewritten while a long step runs, on standard error and
/// only if that is a terminal. Erased on destruction.
class Progress {
public:
  explicit Progress(std::string what);
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;
  ~Progress();

  void update(unsigned done, unsigned all);

private:
  std::string what;
  bool shown = false;
};

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_DIAGNOSTICS_H
