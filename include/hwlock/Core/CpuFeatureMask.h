//===- CpuFeatureMask.h - CPU features as bits ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_CORE_CPUFEATUREMASK_H
#define HWLOCK_CORE_CPUFEATUREMASK_H

#include <stdint.h>

namespace hwlock::core {

/// Number of features that have a bit (CpuFeatureBits.def).
inline constexpr uint32_t cpuFeatureCount = 0
#define HWLOCK_CPU_FEATURE(NAME, WORD, BIT, STATE) +1
#include "hwlock/Core/CpuFeatureBits.def"
#undef HWLOCK_CPU_FEATURE
    ;
static_assert(cpuFeatureCount <= 64, "the mask has 64 bits");

/// The features that this CPU has and the system saves registers for. 0 on
/// other architectures than x86-64.
uint64_t hostFeatureMask();

/// Name of bit `bit`, which must be below cpuFeatureCount.
const char *cpuFeatureName(uint32_t bit);

} // namespace hwlock::core

#endif // HWLOCK_CORE_CPUFEATUREMASK_H
