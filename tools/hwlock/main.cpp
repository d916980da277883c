//===- main.cpp - The hwlock command --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "Diagnostics.h"
#include "hwlock/Support/Status.h"
#include "hwlock/Support/Version.h"
#include <cstdio>
#include <cstring>

using namespace hwlock;

namespace {

struct Command {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *summary;
};

constexpr Command commands[] = {
    {"enroll", tool::runEnroll, "measure this machine and write its profile"},
#ifdef HWLOCK_WITH_COMPILER
    {"lock", tool::runLock, "lock a model to one or more profiles"},
    {"compile", tool::runCompile,
     "compile a model to a .so or .o with C names"},
    {"run", tool::runRun, "run a model on NumPy arrays"},
    {"slot", tool::runSlot, "list, add and remove machines of a locked model"},
    {"relock", tool::runRelock, "lock a locked model again, with new keys"},
    {"inspect", tool::runInspect, "show what a locked model or profile holds"},
#endif
    {"doctor", tool::runDoctor, "show how well this machine can be measured"},
};

void printHelp() {
  std::printf("hwlock %s: locks machine-learning models to hardware\n\n"
              "usage: hwlock COMMAND [options]\n\ncommands:\n",
              versionString);
  for (const Command &command : commands)
    std::printf("  %-8s  %s\n", command.name, command.summary);
  std::printf(
      "\nAdd --help to a command to learn its options. A first session:\n"
#ifdef HWLOCK_WITH_COMPILER
      "  hwlock enroll -o here.hwp\n"
      "  hwlock lock model.mlir -o locked.mlir -p here.hwp\n"
      "  hwlock run locked.mlir --input x.npy --output y.npy\n"
#else
      "  hwlock doctor\n"
      "  hwlock enroll -o here.hwp\n"
#endif
      "\nexit codes: 0 done, 1 usage, 2 bad input, 3 not authorised, 4 "
      "tampered "
      "or\ncorrupt, 5 environment\n");
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 2) {
    return tool::fail({Status::Usage, "no command given",
                       "run 'hwlock --help' for the list of commands"});
  }
  if (!std::strcmp(argv[1], "--help") || !std::strcmp(argv[1], "-h") ||
      !std::strcmp(argv[1], "help")) {
    printHelp();
    return 0;
  }
  if (!std::strcmp(argv[1], "--version")) {
    std::printf("hwlock %s\n", versionString);
    return 0;
  }
  for (const Command &command : commands)
    if (!std::strcmp(argv[1], command.name))
      return command.run(argc - 1, argv + 1);
  return tool::fail({Status::Usage,
                     std::string("unknown command '") + argv[1] + "'",
                     "run 'hwlock --help' for the list of commands"});
}
