//===- main.cpp - Steps of the evaluation ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-evaluate COMMAND ARGUMENT... (Commands.h)
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

using namespace hwlock;
using namespace hwlock::evaluate;

int main(int argc, char **argv) {
  using Command = rt::Result<void> (*)(Arguments);
  const llvm::StringMap<Command> commands = {
      {"lock", lock},      {"dump", dump},     {"keys", keys},
      {"unseal", unseal},  {"attack", attack}, {"opens", opens},
      {"classes", classes}};
  std::vector<std::string> words(argv + 1, argv + argc);
  Command command = words.empty() ? nullptr : commands.lookup(words.front());
  if (!command) {
    llvm::errs() << "usage: hwlock-test-evaluate "
                    "lock|dump|keys|unseal|attack|opens|classes ARGUMENT...\n";
    return int(Status::Usage);
  }
  rt::Result<void> done = command(llvm::ArrayRef(words).drop_front());
  if (done)
    return 0;
  llvm::errs() << "hwlock-test-evaluate: " << done.error().message << "\n";
  return int(done.error().status);
}
