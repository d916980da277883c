//===- Enrolment.h - Choose what is stable on a machine -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_ENROLMENT_H
#define HWLOCK_FINGERPRINT_ENROLMENT_H

#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Meter.h"
#include "hwlock/Format/Profile.h"

namespace hwlock::rt {

struct EnrolmentOptions {
  /// Mask of layout::source*.
  uint8_t sources = layout::knownSources;
  /// Stored in the profile; empty by default, since it names a machine.
  std::string name;
  /// Measurements to take; about 15 ms each.
  unsigned measurements = 60;
};

/// Measures with `meter` again and again, keeps the chains that gave the same
/// symbol every time and lie well inside their bin. Environment if fewer than
/// layout::minProbes chains qualify.
Result<Profile> enrol(Meter &meter, const EnrolmentOptions &options);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_ENROLMENT_H
