//===- EnrolFile.h - Enrol this machine into a file -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_ENROLFILE_H
#define HWLOCK_FINGERPRINT_ENROLFILE_H

#include "hwlock/Fingerprint/Enrolment.h"

namespace hwlock::rt {

struct EnrolRequest {
  std::string output;
  /// Replace a file of that name.
  bool overwrite = false;
  EnrolmentOptions enrolment;
};

struct EnrolSummary {
  Profile profile;
  EnrolmentReport report;
};

/// Enrols this machine, see enrol(), and writes its profile with mode 0600.
/// Usage if the output exists and may not be replaced. Nothing is written if
/// `keep`, called when all is measured, says no: Environment.
Result<EnrolSummary> enrolToFile(const EnrolRequest &request,
                                 const std::function<bool()> &keep = {});

/// What 'hwlock enroll --json' prints. Nothing of it is secret.
std::string summaryAsJson(const EnrolRequest &request,
                          const EnrolSummary &summary);

/// What 'hwlock inspect --json' prints of a profile. Nothing of it is secret.
std::string profileAsJson(const Profile &profile);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_ENROLFILE_H
