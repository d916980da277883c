//===- TestProfile.h - Profile of a made-up CPU ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_TESTPROFILE_H
#define HWLOCK_TEST_LIB_TESTPROFILE_H

#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Format/Profile.h"

namespace hwlock::test {

/// What enrolment would find on a CPU that always measures `truth`, with the
/// chains 0, 2, 4, ... as probes.
rt::Profile makeProfile(const HwlockMeasurement &truth,
                        uint8_t sources = layout::cpuSources,
                        unsigned probes = 40);

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_TESTPROFILE_H
