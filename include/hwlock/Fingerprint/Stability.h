//===- Stability.h - What many measurements have in common ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shared by enrolment, which keeps what is stable, and by `hwlock doctor`,
// which shows it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_STABILITY_H
#define HWLOCK_FINGERPRINT_STABILITY_H

#include "hwlock/Core/Chains.h"
#include "hwlock/Format/Profile.h"
#include <span>
#include <string>
#include <vector>

namespace hwlock::rt {

/// Measurements are class secrets: wiped at the end. Never grows in place.
class MeasurementList {
public:
  explicit MeasurementList(size_t capacity) { items.reserve(capacity); }
  MeasurementList(const MeasurementList &) = delete;
  MeasurementList &operator=(const MeasurementList &) = delete;
  ~MeasurementList();

  /// A zeroed measurement at the end; at most `capacity` times.
  HwlockMeasurement &add();
  std::span<const HwlockMeasurement> view() const { return items; }

private:
  std::vector<HwlockMeasurement> items;
};

/// One chain over many measurements.
struct ChainStability {
  uint8_t id = 0;
  std::string name;
  core::ChainUnit unit = core::ChainUnit::Other;
  /// In 1/1024 of an add cycle; 0 if the CPU lacks the instruction.
  uint32_t least = 0, median = 0, most = 0;
  /// Of the median.
  uint8_t symbol = 0;
  uint32_t marginPercent = 0;
  /// Of the measurement that came closest to an edge.
  uint32_t leastMarginPercent = 0;
  /// Measurements that gave another symbol than the median's.
  unsigned misreads = 0;

  bool isStable() const { return misreads == 0; }
};

/// Every chain of core::chainTable(), ascending. At least one measurement.
std::vector<ChainStability>
chainStability(std::span<const HwlockMeasurement> measurements);

/// How a vault locked to `profile` would fare with `measurement` under the
/// error policy.
struct ErrorFormReading {
  /// Probes with another symbol than the profile's.
  unsigned wrongSymbols = 0;
  bool precisionMatches = true;

  bool accepted() const;
};
ErrorFormReading readErrorForm(const Profile &profile,
                               const HwlockMeasurement &measurement);

/// Symbols of core::quietChains() as the garbage policy reads them: quantised
/// medians. At least one measurement.
SecretBuffer quietSymbolsOf(std::span<const HwlockMeasurement> measurements);

/// Names of the quiet chains that enrolment did not keep: they were misread, or
/// came near an edge of their bin, so that a garbage slot of `profile`, which
/// uses them all and corrects nothing, may fail on its own machine. Empty
/// without the clock source.
std::vector<std::string> doubtfulQuietChains(const Profile &profile);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_STABILITY_H
