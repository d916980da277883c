//===- Stability.cpp - What many measurements have in common --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Stability.h"
#include "hwlock/Core/Quantiser.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

MeasurementList::~MeasurementList() {
  wipe({reinterpret_cast<uint8_t *>(items.data()),
        items.size() * sizeof(HwlockMeasurement)});
}

HwlockMeasurement &MeasurementList::add() {
  assert(items.size() < items.capacity() && "growing would leave a copy");
  return items.emplace_back();
}

/// Latencies of chain `id`, ascending.
static std::vector<uint32_t>
latenciesOf(std::span<const HwlockMeasurement> measurements, uint8_t id) {
  std::vector<uint32_t> latencies;
  for (const HwlockMeasurement &measurement : measurements)
    latencies.push_back(measurement.clock[id]);
  std::sort(latencies.begin(), latencies.end());
  return latencies;
}

std::vector<ChainStability>
rt::chainStability(std::span<const HwlockMeasurement> measurements) {
  std::vector<ChainStability> all;
  core::ChainTable table = core::chainTable();
  for (uint32_t i = 0; i < table.count; ++i) {
    uint8_t id = table.chains[i].id;
    std::vector<uint32_t> latencies = latenciesOf(measurements, id);
    ChainStability chain;
    chain.id = id;
    chain.name = table.chains[i].name;
    chain.unit = table.chains[i].unit;
    chain.least = latencies.front();
    chain.median = latencies[latencies.size() / 2];
    chain.most = latencies.back();
    chain.symbol = core::quantise(chain.median);
    chain.marginPercent = core::marginPercent(chain.median);
    // The margin falls towards both edges: one of the extremes is the nearest.
    chain.leastMarginPercent = std::min(core::marginPercent(chain.least),
                                        core::marginPercent(chain.most));
    chain.misreads = static_cast<unsigned>(std::count_if(
        latencies.begin(), latencies.end(), [&](uint32_t latency) {
          return core::quantise(latency) != chain.symbol;
        }));
    all.push_back(std::move(chain));
  }
  return all;
}

bool ErrorFormReading::accepted() const {
  return precisionMatches && wrongSymbols <= layout::correctableErrors;
}

ErrorFormReading rt::readErrorForm(const Profile &profile,
                                   const HwlockMeasurement &measurement) {
  ErrorFormReading reading;
  for (size_t i = 0; i < profile.probes.size(); ++i)
    reading.wrongSymbols +=
        core::quantise(measurement.clock[profile.probes[i]]) !=
        profile.symbols.data()[i];
  if (profile.sources & layout::sourcePrecision)
    reading.precisionMatches =
        constantTimeEqual(profile.precision.span(), measurement.precision);
  return reading;
}

SecretBuffer
rt::quietSymbolsOf(std::span<const HwlockMeasurement> measurements) {
  core::QuietChains quiet = core::quietChains();
  SecretBuffer symbols(quiet.count);
  for (uint32_t i = 0; i < quiet.count; ++i) {
    std::vector<uint32_t> latencies = latenciesOf(measurements, quiet.ids[i]);
    symbols.data()[i] = core::quantise(latencies[latencies.size() / 2]);
  }
  return symbols;
}

std::vector<std::string> rt::doubtfulQuietChains(const Profile &profile) {
  std::vector<std::string> names;
  if (!(profile.sources & layout::sourceClock))
    return names;
  core::QuietChains quiet = core::quietChains();
  for (uint8_t id : std::span(quiet.ids, quiet.count))
    if (!std::binary_search(profile.probes.begin(), profile.probes.end(), id))
      if (const core::ChainInfo *chain = core::chainInfo(id))
        names.push_back(chain->name);
  return names;
}
