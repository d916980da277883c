//===- Examination.h - How well this machine can be measured --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `hwlock doctor` finds out; printed by DoctorCommand.cpp.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_EXAMINATION_H
#define HWLOCK_TOOLS_HWLOCK_EXAMINATION_H

#include "hwlock/Fingerprint/Enrolment.h"
#include "hwlock/Fingerprint/Stability.h"

namespace hwlock::tool {

/// Measurements after an enrolment, read as a locked model would read them.
struct Examination {
  unsigned measurements = 0;
  double millisecondsEach = 0;
  /// Every chain, over the measurements after enrolment.
  std::vector<rt::ChainStability> chains;

  rt::Result<rt::Profile> profile = rt::Profile();
  rt::EnrolmentReport enrolment;

  // The rest is only there if the enrolment succeeded.

  /// Error policy: measurements that open a model, the largest number of wrong
  /// symbols in one, and the longest run of measurements that do not open it.
  unsigned accepted = 0, mostWrongSymbols = 0, longestRejectedRun = 0;
  /// Measurements with the enrolled precision bytes.
  unsigned samePrecision = 0;
  /// Garbage policy: medians of five in a row, and those that give the enrolled
  /// symbols.
  unsigned medians = 0, sameMedians = 0;

  /// A run of the error policy gives up after that many attempts.
  bool wouldFail() const { return longestRejectedRun >= layout::errorAttempts; }
};

/// Enrols, then measures `measurements` times; with `load` while the other
/// cores are kept busy. `progress` as in rt::EnrolmentOptions.
Examination examine(rt::Meter &meter, unsigned measurements, bool load,
                    const std::function<void(unsigned, unsigned)> &progress);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_EXAMINATION_H
