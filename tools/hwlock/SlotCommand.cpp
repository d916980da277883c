//===- SlotCommand.cpp - hwlock slot --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Never opens a model on this machine: the owner's key is what it takes.
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "EditOptions.h"
#include "hwlock/Api/SlotReport.h"
#include "hwlock/Api/Slots.h"
#include "hwlock/Format/Sources.h"
#include <cstring>

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

static Result<void> list(const std::string &path, bool asJson) {
  MessagePrinter printer;
  auto vault = readVault(path, printer);
  if (!vault)
    return vault.error();
  if (!asJson) {
    printSlots(llvm::outs(), *vault);
    return {};
  }
  llvm::json::OStream json(llvm::outs(), 2);
  json.object([&] { writeSlots(json, *vault); });
  llvm::outs() << "\n";
  return {};
}

static int runList(int argc, char **argv) {
  std::string path;
  bool json = false;
  ArgumentParser parser("slot list", "show who may open a locked model",
                        "Needs no key: whoever has the file can read it.");
  parser.positional("LOCKED", path, "a locked model, .mlir or .mlirbc");
  parser.flag("json", 0, json, "print JSON");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto done = list(path, json);
  return done ? 0 : fail(done.error());
}

static int runAdd(int argc, char **argv) {
  EditRequest options;
  BindingRequest binding;
  std::string profile;
  ArgumentParser parser(
      "slot add", "allow one more machine to open a locked model",
      "Weights and the slots of other machines stay as they are.");
  addEditOptions(parser, options);
  parser.text("profile", 'p', "DEVICE.hwp", profile,
              "the machine, as 'hwlock enroll' wrote it");
  parser.required();
  addBindingOptions(parser, binding);
  if (auto code = parser.parse(argc, argv))
    return *code;
  MessagePrinter printer;
  auto id = addSlot(options, profile, binding, printer);
  if (!id)
    return fail(id.error());
  llvm::outs() << "added slot " << *id << " for "
               << rt::sourceNames(*binding.sources(), ", ") << ": "
               << options.output << "\n";
  return 0;
}

static int runRemove(int argc, char **argv) {
  EditRequest options;
  std::string slot;
  bool force = false;
  ArgumentParser parser(
      "slot remove", "take a machine out of a locked model",
      "The machine still opens copies of the model that have its slot, and "
      "who noted the data\nkey still decodes the weights: 'hwlock relock' "
      "makes "
      "new keys.");
  addEditOptions(parser, options);
  parser.positional("SLOT", slot,
                    "first digits of its identifier in 'hwlock slot list'");
  parser.flag("force", 0, force,
              "remove even the owner's slot: nobody can change the slots any "
              "more");
  if (auto code = parser.parse(argc, argv))
    return *code;
  MessagePrinter printer;
  auto done = removeSlot(options, slot, force, printer);
  if (!done)
    return fail(done.error());
  llvm::outs() << "removed slot " << slot << ": " << options.output << "\n";
  remark("older copies still open: 'hwlock relock' makes new keys");
  return 0;
}

int tool::runSlot(int argc, char **argv) {
  static constexpr struct {
    const char *name;
    int (*run)(int argc, char **argv);
  } actions[] = {{"list", runList}, {"add", runAdd}, {"remove", runRemove}};
  for (const auto &action : actions)
    if (argc > 1 && !std::strcmp(argv[1], action.name))
      return action.run(argc - 1, argv + 1);
  if (argc > 1 && !std::strcmp(argv[1], "--help")) {
    llvm::outs() << "usage: hwlock slot list LOCKED [options]\n"
                    "       hwlock slot add LOCKED -o OUT -p DEVICE.hwp "
                    "--owner-key OWNER.pem [options]\n"
                    "       hwlock slot remove LOCKED SLOT -o OUT --owner-key "
                    "OWNER.pem [options]\n"
                    "\nAdd --help to an action to learn its options.\n";
    return 0;
  }
  return fail({Status::Usage,
               argc > 1 ? std::string("unknown action '") + argv[1] + "'"
                        : "no action given",
               "choose one of list, add and remove; 'hwlock slot --help' says "
               "more"});
}
