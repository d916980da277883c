//===- OpenBench.cpp - How often a garbage open reads this CPU wrongly ----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Takes what an open under the garbage policy takes, a median of measurements
// of the quiet chains, with several pauses between them, in turn, so that load
// hits all alike. scripts/measure-opens prints what this finds.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Load.h"
#include "hwlock/Fingerprint/Stability.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string_view>

using namespace hwlock;
using Clock = std::chrono::steady_clock;

/// What one length of pause gave.
struct Setting {
  std::chrono::microseconds pause;
  unsigned wrongMeasurements = 0, wrongOpens = 0;
  /// Opens in which one chain was misread twice; three times is too often.
  unsigned nearlyWrong = 0;
  std::vector<double> milliseconds = {};
};

/// Measures as a locked model does: the quiet chains in an order of its own.
class QuietMeter {
public:
  void measure(HwlockMeasurement &out) {
    for (uint8_t id : order)
      out.clock[id] = hwlock_core_measure_chain(core::chainInfo(id)->run, id);
    hwlock_core_measure_precision(out.precision);
  }
  void shuffle() { std::shuffle(order.begin(), order.end(), random); }

private:
  core::QuietChains quiet = core::quietChains();
  std::vector<uint8_t> order{quiet.ids, quiet.ids + quiet.count};
  std::minstd_rand random;
};

/// Spins as the decoder does, which cannot sleep.
static void spin(std::chrono::microseconds duration) {
  for (auto end = Clock::now() + duration; Clock::now() < end;)
    ;
}

static bool isSame(const rt::SecretBuffer &a, const rt::SecretBuffer &b) {
  return rt::constantTimeEqual(a.span(), b.span());
}

static void open(QuietMeter &meter, const rt::SecretBuffer &enrolled,
                 Setting &setting) {
  rt::MeasurementList list(layout::garbageMeasurements);
  auto start = Clock::now();
  for (uint32_t i = 0; i < layout::garbageMeasurements; ++i) {
    if (i)
      spin(setting.pause);
    meter.measure(list.add());
  }
  setting.milliseconds.push_back(
      std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  std::vector<unsigned> misreads(enrolled.size());
  for (const HwlockMeasurement &measurement : list.view()) {
    rt::SecretBuffer symbols = rt::quietSymbolsOf({&measurement, 1});
    setting.wrongMeasurements += !isSame(symbols, enrolled);
    for (size_t i = 0; i < misreads.size(); ++i)
      misreads[i] += symbols.data()[i] != enrolled.data()[i];
  }
  setting.nearlyWrong +=
      *std::max_element(misreads.begin(), misreads.end()) > 1;
  setting.wrongOpens += !isSame(rt::quietSymbolsOf(list.view()), enrolled);
}

static rt::SecretBuffer enrol(QuietMeter &meter) {
  constexpr unsigned measurements = 61;
  rt::MeasurementList list(measurements);
  for (unsigned i = 0; i < measurements; ++i)
    meter.measure(list.add());
  return rt::quietSymbolsOf(list.view());
}

static void print(Setting &setting) {
  auto &times = setting.milliseconds;
  std::sort(times.begin(), times.end());
  std::printf("{\"pause_ms\": %g, \"opens\": %zu, \"wrong_opens\": %u, "
              "\"nearly_wrong\": %u, \"wrong_measurements\": %u, "
              "\"median_ms\": %.2f}\n",
              double(setting.pause.count()) / 1000, times.size(),
              setting.wrongOpens, setting.nearlyWrong,
              setting.wrongMeasurements, times[times.size() / 2]);
}

int main(int argc, char **argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s as-it-is|busy OPENS PAUSE_US...\n",
                 argv[0]);
    return 1;
  }
  QuietMeter meter;
  const rt::SecretBuffer enrolled = enrol(meter);
  // Two: each leaves one core alone, and here none shall be.
  std::optional<rt::BackgroundLoad> load[2];
  if (std::string_view(argv[1]) == "busy")
    for (auto &threads : load)
      threads.emplace();
  std::vector<Setting> settings;
  for (int i = 3; i < argc; ++i)
    settings.push_back({std::chrono::microseconds(std::atoi(argv[i]))});
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    meter.shuffle();
    for (Setting &setting : settings)
      open(meter, enrolled, setting);
  }
  for (Setting &setting : settings)
    print(setting);
}
