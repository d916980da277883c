//===- InspectCommand.cpp - hwlock inspect --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shows what a file holds. Never prints a symbol of a profile.
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "ModelReport.h"
#include "ModuleFile.h"
#include "SlotReport.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Support/File.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

/// Enough to tell a profile from a model.
static bool isProfile(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFileSlice(path, 64, 0);
  if (!buffer)
    return false;
  llvm::StringRef bytes = (*buffer)->getBuffer();
  return rt::looksLikeProfile({bytes.bytes_begin(), bytes.size()});
}

static void writeProfile(llvm::json::OStream &json,
                         const rt::Profile &profile) {
  json.attribute("name", profile.name);
  writeSources(json, profile.sources);
  if (auto plugin = rt::pluginItemOf(profile))
    json.attribute("plugin", plugin->name);
  if (auto tpm = rt::tpm2Of(profile))
    json.attributeObject("tpm2", [&] {
      json.attribute("key", tpm->keyName);
      json.attribute("certificate", tpm->attested);
    });
  json.attribute("guessing_bits",
                 rt::estimatedBits(profile.sources, rt::pluginBits(profile)));
  json.attribute("probes", profile.probes.size());
  json.attribute("quiet_chains", profile.quietSymbols.size());
  json.attributeArray("cpu_features", [&] {
    for (const std::string &feature : profile.features)
      json.value(feature);
  });
}

static void printProfile(llvm::raw_ostream &stream,
                         const rt::Profile &profile) {
  stream << "profile of a machine";
  if (!profile.name.empty())
    stream << " named " << llvm::json::Value(profile.name);
  stream << "\nsources: " << rt::sourceNames(profile.sources);
  if (auto plugin = rt::pluginItemOf(profile))
    stream << "\nplug-in: " << plugin->name;
  if (auto tpm = rt::tpm2Of(profile))
    stream << "\nTPM key: " << tpm->keyName << ", "
           << (tpm->attested ? "with" : "without") << " a certificate";
  stream << "\nstrength: "
         << rt::guessingCost(profile.sources, rt::pluginBits(profile))
         << "\nprobe chains that were stable: " << profile.probes.size()
         << "\nquiet chains: " << profile.quietSymbols.size()
         << "\nCPU features: " << llvm::join(profile.features, ", ")
         << "\nIt holds a class secret, which is not shown.\n";
}

/// Prints one JSON object, or text.
static void show(bool asJson,
                 llvm::function_ref<void(llvm::json::OStream &)> write,
                 llvm::function_ref<void(llvm::raw_ostream &)> print) {
  if (!asJson)
    return print(llvm::outs());
  llvm::json::OStream json(llvm::outs(), 2);
  json.object([&] { write(json); });
  llvm::outs() << "\n";
}

static Result<void> inspectProfile(const std::string &path, bool json) {
  auto profile = rt::readProfileFile(path);
  if (!profile)
    return profile.error();
  show(
      json,
      [&](llvm::json::OStream &stream) {
        stream.attribute("kind", "profile");
        writeProfile(stream, *profile);
      },
      [&](llvm::raw_ostream &stream) { printProfile(stream, *profile); });
  return {};
}

static Result<void> inspectModel(const std::string &path, bool json) {
  auto context = createContext();
  DiagnosticPrinter printer(*context, /*quiet=*/true);
  auto module = readModule(path, *context);
  if (!module)
    return module.error();
  auto report = reportOf(**module);
  if (!report)
    return report.error();
  show(
      json,
      [&](llvm::json::OStream &stream) {
        stream.attribute("kind", "model");
        writeReport(stream, *report);
      },
      [&](llvm::raw_ostream &stream) { printReport(stream, *report); });
  return {};
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
  auto done =
      isProfile(path) ? inspectProfile(path, json) : inspectModel(path, json);
  return done ? 0 : fail(done.error());
}
