//===- InspectCommand.cpp - hwlock inspect --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "hwlock/Api/FileReport.h"

using namespace hwlock;
using namespace hwlock::tool;

/// Prints one JSON object, or text.
static void show(const FileReport &report, bool asJson) {
  if (!asJson)
    return printFileReport(llvm::outs(), report);
  llvm::json::OStream json(llvm::outs(), 2);
  json.object([&] { writeFileReport(json, report); });
  llvm::outs() << "\n";
}

int tool::runInspect(int argc, char **argv) {
  std::string path;
  bool json = false;
  ArgumentParser parser("inspect", "show what a model or a profile holds",
                        "Shows nothing secret: what it prints of a locked "
                        "model, whoever has the file can read.");
  parser.positional("FILE", path, "a model (.mlir, .mlirbc) or a profile");
  parser.flag("json", 0, json, "print JSON");
  if (auto code = parser.parse(argc, argv))
    return *code;
  MessagePrinter printer(/*quiet=*/true);
  auto report = inspectFile(path, printer);
  if (!report)
    return fail(report.error());
  show(*report, json);
  return 0;
}
