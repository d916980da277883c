//===- RelockCommand.cpp - hwlock relock ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "EditOptions.h"
#include "hwlock/Api/Slots.h"

using namespace hwlock;
using namespace hwlock::tool;

int tool::runRelock(int argc, char **argv) {
  EditRequest options;
  std::vector<std::string> profiles;
  BindingRequest binding;
  ArgumentParser parser(
      "relock", "lock a model again, with new keys, for other machines",
      "Nothing that opened an older copy opens the new one, apart from the "
      "machines given here\nand the owner. Needs no authorised machine; the "
      "weights are in the clear in memory alone.");
  addEditOptions(parser, options);
  parser.list("profile", 'p', "DEVICE.hwp", profiles,
              "a machine that may open the new model; may be repeated");
  parser.required();
  addBindingOptions(parser, binding);
  if (auto code = parser.parse(argc, argv))
    return *code;
  MessagePrinter printer;
  auto done = relockModel(options, profiles, binding, printer);
  if (!done)
    return fail(done.error());
  llvm::outs() << "locked again with new keys, for " << profiles.size()
               << " profile(s) and the owner: " << options.output << "\n";
  return 0;
}
