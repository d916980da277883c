//===- HostFeatures.h - CPU features of this machine ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_HOSTFEATURES_H
#define HWLOCK_FINGERPRINT_HOSTFEATURES_H

#include <string>
#include <vector>

namespace hwlock::rt {

/// Those of cpuFeatureNames() (Format/CpuFeatures.h) that this CPU has and the
/// system saves registers for, sorted. Empty on other architectures.
std::vector<std::string> hostFeatures();

/// True on a virtual machine (the hypervisor bit of CPUID): programs of others
/// may run on the same core, unseen.
bool hasUnseenNeighbours();

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_HOSTFEATURES_H
