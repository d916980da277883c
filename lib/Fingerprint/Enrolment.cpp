//===- Enrolment.cpp - Choose what is stable on a machine -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Enrolment.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Fingerprint/HostFeatures.h"
#include "hwlock/Fingerprint/Load.h"
#include "hwlock/Fingerprint/Stability.h"
#include "hwlock/Format/Sources.h"
#include <algorithm>
#include <bitset>
#include <cstring>
#include <optional>

using namespace hwlock;
using namespace hwlock::rt;

/// How far inside its bin a median must lie. 40 % is 0.2 cycles on the fine
/// part of the grid and 3 % of the latency on the coarse part, twice the noise
/// of a chain that is worth keeping.
static constexpr uint32_t requiredMargin = 40;
/// And every single measurement: one that came this close to an edge once will
/// cross it in a worse hour.
static constexpr uint32_t requiredLeastMargin = 25;
/// A neighbour that comes and goes spoils a second of measurements, not three
/// in a row.
static constexpr unsigned enrolmentAttempts = 3;

static void takeMeasurements(Meter &meter, const EnrolmentOptions &options,
                             MeasurementList &list) {
  std::optional<BackgroundLoad> load;
  for (unsigned i = 0; i < options.measurements; ++i) {
    if (i == options.measurements / 2)
      load.emplace();
    meter.measure(list.add());
    if (options.progress)
      options.progress(i + 1, options.measurements);
  }
}

static bool isQuiet(uint8_t id) {
  core::QuietChains quiet = core::quietChains();
  return std::binary_search(quiet.ids, quiet.ids + quiet.count, id);
}

static bool isNearEdge(const ChainStability &chain) {
  return chain.marginPercent < requiredMargin ||
         chain.leastMarginPercent < requiredLeastMargin;
}

using UnitSet = std::bitset<static_cast<size_t>(core::ChainUnit::Count)>;

static bool contains(const UnitSet &units, core::ChainUnit unit) {
  return units.test(static_cast<size_t>(unit));
}

/// Units to do without. With unseen neighbours all that have a name; otherwise
/// those of which a chain was misread that lies in the middle of its bin, which
/// is not a matter of the grid. What hit it will hit its neighbours another
/// time, all at once and more of them than the code corrects.
static UnitSet disturbedUnits(std::span<const ChainStability> chains,
                              bool unseenNeighbours) {
  UnitSet units;
  for (const ChainStability &chain : chains)
    if (unseenNeighbours ||
        (!chain.isStable() && chain.marginPercent >= requiredMargin))
      units.set(static_cast<size_t>(chain.unit));
  units.reset(static_cast<size_t>(core::ChainUnit::Other));
  return units;
}

/// Sorts the chains into those to keep and, in `report`, the others.
static std::vector<ChainStability>
selectChains(std::span<const HwlockMeasurement> measurements,
             bool unseenNeighbours, EnrolmentReport &report) {
  std::vector<ChainStability> chains = chainStability(measurements), kept;
  UnitSet disturbed = disturbedUnits(chains, unseenNeighbours);
  for (ChainStability &chain : chains) {
    bool isAbsent = chain.most == 0;
    ++(isAbsent ? report.absent : report.measured);
    if (!chain.isStable()) {
      report.unstable.push_back(chain.name);
      if (isQuiet(chain.id))
        report.unstableQuiet.push_back(chain.name);
    } else if (isNearEdge(chain)) {
      report.nearEdge.push_back(chain.name);
    } else if (!isAbsent && contains(disturbed, chain.unit)) {
      report.disturbed.push_back(chain.name);
    } else {
      kept.push_back(std::move(chain));
    }
  }
  return kept;
}

static Result<void> addClock(std::span<const HwlockMeasurement> measurements,
                             bool unseenNeighbours, Profile &profile,
                             EnrolmentReport &report) {
  std::vector<ChainStability> kept =
      selectChains(measurements, unseenNeighbours, report);
  auto present =
      std::count_if(kept.begin(), kept.end(), [](const ChainStability &chain) {
        return chain.symbol != 0;
      });
  if (present < static_cast<ptrdiff_t>(layout::minProbes))
    return environmentError(
        "only " + std::to_string(present) + " of " +
            std::to_string(report.measured) +
            " probe chains were stable on this machine; expected at least " +
            std::to_string(layout::minProbes),
        "stop other programs and try again, or enrol with '--sources "
        "precision'");
  profile.symbols = SecretBuffer(kept.size());
  for (size_t i = 0; i < kept.size(); ++i) {
    profile.probes.push_back(kept[i].id);
    profile.symbols.data()[i] = kept[i].symbol;
  }
  profile.quietSymbols = quietSymbolsOf(measurements);
  return {};
}

static Result<void>
addPrecision(std::span<const HwlockMeasurement> measurements,
             Profile &profile) {
  const HwlockMeasurement &first = measurements.front();
  for (const HwlockMeasurement &measurement : measurements)
    if (!constantTimeEqual(measurement.precision, first.precision))
      return environmentError(
          "the precision source gave different bits on the same machine",
          "its cores may differ: pin the program to one kind of core, or enrol "
          "with '--sources clock'");
  static constexpr uint8_t nothing[HWLOCK_PRECISION_BYTES] = {};
  if (constantTimeEqual(first.precision, nothing))
    return environmentError("this architecture has no precision source",
                            "enrol with '--sources clock'");
  std::memcpy(profile.precision.data(), first.precision,
              HWLOCK_PRECISION_BYTES);
  return {};
}

/// Measures, again if the machine was too busy for the clock, and adds what the
/// CPU gives.
static Result<void> addCpu(Meter &meter, const EnrolmentOptions &options,
                           Profile &profile, EnrolmentReport &report) {
  std::optional<MeasurementList> list;
  for (unsigned attempt = 1;; ++attempt) {
    list.emplace(options.measurements);
    takeMeasurements(meter, options, *list);
    report = {};
    if (!(options.sources & layout::sourceClock))
      break;
    auto added =
        addClock(list->view(), options.unseenNeighbours, profile, report);
    if (added)
      break;
    if (attempt == enrolmentAttempts)
      return added;
  }
  if (options.sources & layout::sourcePrecision)
    return addPrecision(list->view(), profile);
  return {};
}

Result<Profile> rt::enrol(Meter &meter, const EnrolmentOptions &options,
                          EnrolmentReport *report) {
  if (options.sources == 0 || (options.sources & ~layout::machineSources))
    return badInput("enrolment needs one or more of the sources " +
                    sourceNames(layout::machineSources, ", "));
  if (options.measurements == 0)
    return badInput("enrolment needs at least one measurement");
  Profile profile;
  profile.name = options.name;
  profile.sources = options.sources;
  profile.features = hostFeatures();
  EnrolmentReport ignored;
  if (auto added = addCpu(meter, options, profile, report ? *report : ignored);
      !added)
    return added.error();
  for (const SourceName &source : sourceTable()) {
    if (!(options.sources & source.bit & layout::bindingSources))
      continue;
    auto item = enrolItem(source.bit, options.host);
    if (!item)
      return item.error();
    profile.items.push_back(std::move(*item));
  }
  if (auto valid = checkProfile(profile); !valid)
    return valid.error();
  return profile;
}
