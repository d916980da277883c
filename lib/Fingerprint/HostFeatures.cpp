//===- HostFeatures.cpp - CPU features of this machine --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/HostFeatures.h"
#include "hwlock/Core/CpuFeatureMask.h"
#include "hwlock/Format/CpuFeatures.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace hwlock::rt {

std::vector<std::string> hostFeatures() {
  // Every bit of the mask has a name.
  return *cpuFeaturesOf(core::hostFeatureMask());
}

bool hasUnseenNeighbours() {
#if defined(__x86_64__)
  uint32_t a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && c >> 31;
#else
  return false;
#endif
}

} // namespace hwlock::rt
