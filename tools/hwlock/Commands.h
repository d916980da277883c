//===- Commands.h - The subcommands of hwlock -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each takes the arguments from its own name on and returns an exit code
// (hwlock::Status). Those after the first two need a build with the compiler.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_COMMANDS_H
#define HWLOCK_TOOLS_HWLOCK_COMMANDS_H

namespace hwlock::tool {

int runEnroll(int argc, char **argv);
int runDoctor(int argc, char **argv);

int runLock(int argc, char **argv);
int runCompile(int argc, char **argv);
int runRun(int argc, char **argv);
int runInspect(int argc, char **argv);
int runSlot(int argc, char **argv);
int runRelock(int argc, char **argv);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_COMMANDS_H
