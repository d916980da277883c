//===- EnrolFile.cpp - Enrol this machine into a file ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/EnrolFile.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Support/JsonWriter.h"
#include <filesystem>
#include <sstream>

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

/// Which TPM `profile` is bound to, if it is.
static void writeTpm(rt::JsonWriter &json, const rt::Profile &profile) {
  auto tpm = tpm2Of(profile);
  if (!tpm)
    return;
  json.beginObject("tpm2");
  json.field("key", tpm->keyName);
  json.field("certificate", tpm->attested);
  json.endObject();
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
  writeTpm(json, profile);
  json.field("estimated_bits",
             estimatedBits(profile.sources, pluginBits(profile)));
  json.endObject();
  return json.text();
}

static std::vector<std::string> listOf(uint8_t sources) {
  std::vector<std::string> names;
  std::istringstream stream(rt::sourceNames(sources));
  for (std::string name; std::getline(stream, name, ',');)
    names.push_back(name);
  return names;
}

std::string rt::profileAsJson(const Profile &profile) {
  JsonWriter json;
  json.beginObject();
  json.field("kind", "profile");
  json.field("name", profile.name);
  json.field("sources", listOf(profile.sources));
  if (auto plugin = pluginItemOf(profile))
    json.field("plugin", plugin->name);
  writeTpm(json, profile);
  json.field("guessing_bits",
             estimatedBits(profile.sources, pluginBits(profile)));
  json.field("probes", static_cast<unsigned>(profile.probes.size()));
  json.field("quiet_chains",
             static_cast<unsigned>(profile.quietSymbols.size()));
  json.field("cpu_features", profile.features);
  json.endObject();
  return json.text();
}
