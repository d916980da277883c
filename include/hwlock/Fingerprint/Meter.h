//===- Meter.h - Where measurements come from -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_METER_H
#define HWLOCK_FINGERPRINT_METER_H

#include "hwlock/Core/Measurement.h"
#include <memory>

namespace hwlock::rt {

/// Gives one measurement of a CPU after the other. Tests bring fakes; programs
/// have thisCpu().
class Meter {
public:
  virtual ~Meter() = default;
  virtual void measure(HwlockMeasurement &out) = 0;
};

/// Measures every chain this CPU supports, and the precision source, through
/// Core. About 15 ms a call.
std::unique_ptr<Meter> thisCpu();

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_METER_H
