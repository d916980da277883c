//===- EnrollCommand.cpp - hwlock enroll ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "DeviceOptions.h"
#include "Diagnostics.h"
#include "hwlock/Fingerprint/EnrolFile.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include <cstdio>

using namespace hwlock;
using namespace hwlock::tool;

namespace {

struct Options {
  std::string output = "device.hwp";
  std::string sources = "clock,precision";
  DeviceOptions devices;
  std::string name;
  bool force = false;
  bool json = false;
};

/// Nothing if the command should go on.
std::optional<int> parse(int argc, char **argv, Options &options) {
  ArgumentParser parser(
      "enroll", "measure this machine and write its profile",
      "A profile holds what 'hwlock lock' needs to lock a model to this "
      "machine. It is a secret\nof the machine's class: keep it as private as "
      "a key. Takes about a second; the machine\nmay be in use meanwhile.\n\n"
      "  hwlock enroll -o here.hwp\n"
      "  hwlock lock model.mlir -o locked.mlir -p here.hwp");
  parser.text("output", 'o', "FILE", options.output,
              "where to write (default device.hwp)");
  parser.text("sources", 0, "LIST", options.sources,
              "what to bind to: clock, precision, machine-id, tpm2, plugin "
              "(default clock,precision)");
  options.devices.addTo(parser);
  parser.text("name", 0, "TEXT", options.name,
              "stored in the profile; names the machine to who reads it");
  parser.flag("force", 0, options.force, "overwrite an existing file");
  parser.flag("json", 0, options.json, "print the report as JSON");
  return parser.parse(argc, argv);
}

std::string join(const std::vector<std::string> &words, const char *separator) {
  std::string text;
  for (const std::string &word : words)
    text += (text.empty() ? "" : separator) + word;
  return text;
}

void printLeftOut(const char *why, const std::vector<std::string> &names) {
  if (!names.empty())
    std::printf("             %s: %s\n", why, join(names, " ").c_str());
}

void printText(const Options &options, const rt::Profile &profile,
               const rt::EnrolmentReport &report) {
  std::printf("wrote %s (mode 0600)\n", options.output.c_str());
  std::printf("  sources    %s\n", rt::sourceNames(profile.sources).c_str());
  if (profile.sources & layout::sourceClock) {
    std::printf("  clock      %zu of %u chains kept (%u absent on this CPU)\n",
                profile.probes.size(), report.measured + report.absent,
                report.absent);
    printLeftOut("unstable here", report.unstable);
    printLeftOut("near an edge of the grid", report.nearEdge);
    printLeftOut("of a unit that other work disturbs", report.disturbed);
  }
  if (auto tpm = rt::tpm2Of(profile))
    std::printf("  tpm2       key %s,\n             %s\n", tpm->keyName.c_str(),
                tpm->attested ? "with a certificate of its TPM's manufacturer"
                              : "without a certificate: it cannot be attested");
  std::printf("  features   %s\n", join(profile.features, " ").c_str());
  std::printf(
      "  strength   %s\n",
      rt::guessingCost(profile.sources, rt::pluginBits(profile)).c_str());
}

} // namespace

int tool::runEnroll(int argc, char **argv) {
  Options options;
  if (auto code = parse(argc, argv, options))
    return *code;
  auto sources = rt::parseSources(options.sources);
  if (!sources)
    return fail(sources.error());
  auto host = options.devices.load();
  if (!host)
    return fail(host.error());
  rt::EnrolRequest request{options.output, options.force, {}};
  request.enrolment.sources = *sources;
  request.enrolment.host = std::move(*host);
  request.enrolment.name = options.name;
  auto summary = [&] {
    Progress progress("measuring this machine");
    request.enrolment.progress = [&](unsigned done, unsigned all) {
      progress.update(done, all);
    };
    return rt::enrolToFile(request);
  }();
  if (!summary)
    return fail(summary.error());

  if (!summary->report.unstableQuiet.empty())
    warn("not stable here, though on the quiet list: " +
             join(summary->report.unstableQuiet, ", "),
         "the garbage policy corrects no misreads: see 'hwlock doctor' before "
         "you use it on this machine");
  if (options.json)
    std::printf("%s\n", rt::summaryAsJson(request, *summary).c_str());
  else
    printText(options, summary->profile, summary->report);
  return 0;
}
