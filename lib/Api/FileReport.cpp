//===- FileReport.cpp - What a model or a profile holds -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/FileReport.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/SlotReport.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace hwlock;
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

Result<FileReport> hwlock::inspectFile(const std::string &path,
                                       Observer &observer) {
  if (isProfile(path)) {
    auto profile = rt::readProfileFile(path);
    if (!profile)
      return profile.error();
    return FileReport(std::move(*profile));
  }
  auto context = createContext();
  DiagnosticForwarder diagnostics(*context, observer);
  auto module = readModule(path, *context);
  if (!module)
    return module.error();
  auto report = reportOf(**module);
  if (!report)
    return report.error();
  return FileReport(std::move(*report));
}

void hwlock::writeFileReport(llvm::json::OStream &json,
                             const FileReport &report) {
  if (auto *profile = std::get_if<rt::Profile>(&report)) {
    json.attribute("kind", "profile");
    writeProfile(json, *profile);
    return;
  }
  json.attribute("kind", "model");
  writeReport(json, std::get<ModelReport>(report));
}

void hwlock::printFileReport(llvm::raw_ostream &stream,
                             const FileReport &report) {
  if (auto *profile = std::get_if<rt::Profile>(&report))
    printProfile(stream, *profile);
  else
    printReport(stream, std::get<ModelReport>(report));
}
