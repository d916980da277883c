//===- EnrolFile.cpp - Enrol this machine into a file ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/EnrolFile.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Support/JsonWriter.h"
#include <filesystem>

using namespace hwlock;
using rt::Result;

/// Also true for a link that leads nowhere: writing would replace it.
static bool exists(const std::string &path) {
  std::error_code ignored;
  return std::filesystem::exists(
      std::filesystem::symlink_status(path, ignored));
}

Result<rt::EnrolSummary> rt::enrolToFile(const EnrolRequest &request,
                                         const std::function<bool()> &keep) {
  if (!request.overwrite && exists(request.output))
    return Error{Status::Usage, "'" + request.output + "' exists",
                 "choose another name, or ask to overwrite it ('--force')"};
  EnrolSummary summary;
  auto meter = thisCpu();
  auto profile = enrol(*meter, request.enrolment, &summary.report);
  if (!profile)
    return profile.error();
  if (keep && !keep())
    return environmentError("stopped by the caller");
  if (auto written = writeProfileFile(request.output, *profile); !written)
    return written.error();
  summary.profile = std::move(*profile);
  return summary;
}

std::string rt::summaryAsJson(const EnrolRequest &request,
                              const EnrolSummary &summary) {
  const auto &[profile, report] = summary;
  JsonWriter json;
  json.beginObject();
  json.field("output", request.output);
  json.field("sources", sourceNames(profile.sources));
  json.field("chains_measured", report.measured);
  json.field("chains_absent", report.absent);
  json.field("chains_kept", static_cast<unsigned>(profile.probes.size()));
  json.field("unstable", report.unstable);
  json.field("near_edge", report.nearEdge);
  json.field("disturbed", report.disturbed);
  json.field("unstable_quiet", report.unstableQuiet);
  json.field("features", profile.features);
  if (auto tpm = tpm2Of(profile)) {
    json.beginObject("tpm2");
    json.field("key", tpm->keyName);
    json.field("certificate", tpm->attested);
    json.endObject();
  }
  json.field("estimated_bits",
             estimatedBits(profile.sources, pluginBits(profile)));
  json.endObject();
  return json.text();
}
