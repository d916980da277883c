//===- DoctorCommand.cpp - hwlock doctor ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "DeviceOptions.h"
#include "DeviceRows.h"
#include "Diagnostics.h"
#include "Examination.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Fingerprint/HostFeatures.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Support/JsonWriter.h"
#include <algorithm>
#include <cstdio>

using namespace hwlock;
using namespace hwlock::tool;
using rt::JsonWriter;

namespace {

struct Options {
  unsigned measurements = 100;
  DeviceOptions devices;
  bool load = false;
  bool json = false;
};

constexpr char stronger[] =
    "a device secret of 128 bits or more: a TPM 2.0 key (tpm2) or a plug-in "
    "for an HSM or PUF";

std::optional<int> parse(int argc, char **argv, Options &options) {
  ArgumentParser parser(
      "doctor", "show how well this machine can be measured",
      "Enrols this machine in memory, measures it again and again, and says "
      "how often a model\nlocked to it would open. Nothing is written. The "
      "symbols that --json prints are those\nof this class of CPU.");
  parser.number("measurements", 'n', options.measurements, 5, 100000,
                "measurements after the enrolment");
  options.devices.addTo(parser);
  parser.flag("load", 0, options.load, "keep the other cores busy meanwhile");
  parser.flag("json", 0, options.json, "print everything as JSON");
  return parser.parse(argc, argv);
}

double cycles(uint32_t latency) { return latency / 1024.0; }

bool contains(const uint8_t *ids, size_t count, uint8_t id) {
  return std::binary_search(ids, ids + count, id);
}

bool isQuiet(const rt::ChainStability &chain) {
  auto quiet = core::quietChains();
  return contains(quiet.ids, quiet.count, chain.id);
}

bool isKept(const rt::ChainStability &chain, const Examination &result) {
  return result.profile && contains(result.profile->probes.data(),
                                    result.profile->probes.size(), chain.id);
}

void writeChain(JsonWriter &json, const rt::ChainStability &chain,
                const Examination &result) {
  json.beginObject();
  json.field("id", unsigned(chain.id));
  json.field("name", chain.name);
  json.field("cycles", cycles(chain.median));
  json.field("least", cycles(chain.least));
  json.field("most", cycles(chain.most));
  json.field("symbol", unsigned(chain.symbol));
  json.field("margin_percent", unsigned(chain.marginPercent));
  json.field("misreads", chain.misreads);
  json.field("quiet", isQuiet(chain));
  json.field("kept", isKept(chain, result));
  json.endObject();
}

void writeDevices(JsonWriter &json, const std::vector<DeviceRow> &devices) {
  json.beginArray("devices");
  for (const DeviceRow &device : devices) {
    json.beginObject();
    json.field("source", device.source);
    json.field("usable", device.usable);
    json.field("detail", device.detail);
    json.endObject();
  }
  json.endArray();
}

void printJson(const Examination &result,
               const std::vector<DeviceRow> &devices) {
  JsonWriter json;
  json.beginObject();
  json.field("measurements", result.measurements);
  json.field("milliseconds_each", result.millisecondsEach);
  json.field("features", rt::hostFeatures());
  json.field("enrolled", bool(result.profile));
  if (result.profile) {
    json.field("chains_kept", unsigned(result.profile->probes.size()));
    json.beginObject("error");
    json.field("accepted", result.accepted);
    json.field("most_wrong_symbols", result.mostWrongSymbols);
    json.field("longest_rejected_run", result.longestRejectedRun);
    json.endObject();
    json.beginObject("garbage");
    json.field("medians", result.medians);
    json.field("same", result.sameMedians);
    json.endObject();
    json.field("same_precision", result.samePrecision);
  } else {
    json.field("enrolment_error", result.profile.error().message);
  }
  json.field("estimated_bits", rt::estimatedBits(layout::cpuSources));
  json.field("stronger", stronger);
  writeDevices(json, devices);
  json.beginArray("chains");
  for (const rt::ChainStability &chain : result.chains)
    writeChain(json, chain, result);
  json.endArray();
  json.endObject();
  std::printf("%s\n", json.text().c_str());
}

/// Of the chains that a vault would use, those that were misread most often, at
/// most eight.
void printMisreads(const Examination &result) {
  std::vector<rt::ChainStability> worst;
  for (const rt::ChainStability &chain : result.chains)
    if (chain.misreads && (isQuiet(chain) || isKept(chain, result)))
      worst.push_back(chain);
  if (worst.empty())
    return;
  std::sort(worst.begin(), worst.end(), [](const auto &a, const auto &b) {
    return std::pair(b.misreads, a.id) < std::pair(a.misreads, b.id);
  });
  std::printf("           %zu of those in use misread at least once:",
              worst.size());
  for (size_t i = 0; i < worst.size() && i < 8; ++i)
    std::printf(" %s %.1f%%", worst[i].name.c_str(),
                100.0 * worst[i].misreads / result.measurements);
  std::printf("%s\n", worst.size() > 8 ? " ..." : "");
}

void printDevices(const std::vector<DeviceRow> &devices) {
  for (const DeviceRow &device : devices)
    std::printf("%-10s %s%s\n", device.source.c_str(),
                device.usable ? "" : "cannot be used: ", device.detail.c_str());
  std::printf("\n");
}

void printText(const Examination &result,
               const std::vector<DeviceRow> &devices) {
  unsigned all = result.measurements;
  std::printf("%u measurements of %.1f ms\n\n", all, result.millisecondsEach);
  std::printf("clock      %zu chains, %u of them absent on this CPU",
              result.chains.size(), result.enrolment.absent);
  if (result.profile)
    std::printf("; %zu kept at enrolment", result.profile->probes.size());
  std::printf("\n");
  printMisreads(result);
  if (result.profile)
    std::printf("precision  %u of %u measurements gave the enrolled bytes\n",
                result.samePrecision, all);
  printDevices(devices);
  if (result.profile) {
    std::printf("error      %u of %u measurements open a model (at most %u of "
                "%zu symbols wrong, %u are\n           corrected); longest run "
                "of failures %u, a program tries %u times\n",
                result.accepted, all, result.mostWrongSymbols,
                result.profile->probes.size(), layout::correctableErrors,
                result.longestRejectedRun, layout::errorAttempts);
    std::printf("garbage    %u of %u medians of five give the enrolled symbols "
                "(%u quiet chains,\n           nothing is corrected)\n",
                result.sameMedians, result.medians, core::quietChains().count);
  }
  std::printf("strength   %s\nstronger   %s\n",
              rt::guessingCost(layout::cpuSources).c_str(), stronger);
}

} // namespace

int tool::runDoctor(int argc, char **argv) {
  Options options;
  if (auto code = parse(argc, argv, options))
    return *code;
  auto host = options.devices.load();
  if (!host)
    return fail(host.error());
  auto devices = examineDevices(*host);
  Examination result = [&] {
    Progress progress("measuring this machine");
    auto meter = rt::thisCpu();
    return examine(
        *meter, options.measurements, options.load,
        [&](unsigned done, unsigned total) { progress.update(done, total); });
  }();
  if (options.json)
    printJson(result, devices);
  else
    printText(result, devices);
  if (!result.profile)
    return fail(result.profile.error());
  if (result.wouldFail())
    return fail(rt::environmentError(
        "a model locked to this machine would not open reliably",
        "run 'hwlock doctor --json' to see which chains are misread"));
  return 0;
}
