//===- Enrolment.h - Choose what is stable on a machine -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_ENROLMENT_H
#define HWLOCK_FINGERPRINT_ENROLMENT_H

#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/HostFeatures.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Fingerprint/Meter.h"
#include "hwlock/Format/Profile.h"
#include <functional>

namespace hwlock::rt {

struct EnrolmentOptions {
  /// Mask of layout::source*.
  uint8_t sources = layout::cpuSources;
  /// How to reach the sources beside clock and precision.
  HostOptions host = {};
  /// Stored in the profile; empty by default, since it names a machine.
  std::string name = {};
  /// Measurements to take; about 15 ms each, more while the machine is busy.
  unsigned measurements = 60;
  /// Keep only what a neighbour on the same core hardly disturbs
  /// (core::ChainUnit::Other). Otherwise a unit is kept if it stays quiet while
  /// the enrolment itself keeps the other cores busy.
  bool unseenNeighbours = hasUnseenNeighbours();
  /// Called after each measurement.
  std::function<void(unsigned done, unsigned all)> progress = {};
};

/// What enrolment saw, for people.
struct EnrolmentReport {
  /// Chains whose instruction this CPU has, and those it lacks.
  unsigned measured = 0, absent = 0;
  /// Names of the chains that were left out, and why.
  std::vector<std::string> unstable, nearEdge;
  /// Stable themselves, but left out because others of their unit were not or,
  /// with unseen neighbours, might not be.
  std::vector<std::string> disturbed;
  /// Chains of the quiet list among `unstable`: the garbage policy, which
  /// corrects nothing, may fail here.
  std::vector<std::string> unstableQuiet;
};

/// Measures with `meter` again and again, the second half with the other cores
/// busy; keeps the chains that gave the same symbol every time and lie well
/// inside their bin. A chain whose instruction is absent is kept as such.
/// Environment if fewer than layout::minProbes chains that exist qualify, three
/// times in a row.
Result<Profile> enrol(Meter &meter, const EnrolmentOptions &options,
                      EnrolmentReport *report = nullptr);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_ENROLMENT_H
