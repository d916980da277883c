//===- ArmFeatures.h - What this AArch64 CPU can execute ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The counterpart of CpuFeatures.h. Extensions are read from the register that
// describes them; Linux (4.11 and later) lets programs do so.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_ARMFEATURES_H
#define HWLOCK_LIB_CORE_ARMFEATURES_H

#include <stdint.h>

#if defined(__aarch64__)
namespace hwlock::core {

enum class ArmFeature : uint8_t {
  /// Armv8.0 with floating point and Advanced SIMD, as Linux requires them.
  Baseline,
  Crc32,
  Aes,
  /// Carry-less multiplication of 64 bits.
  Pmull,
  Sha256,
};

/// Traps into the system: microseconds.
bool armHas(ArmFeature feature);

} // namespace hwlock::core
#endif

#endif // HWLOCK_LIB_CORE_ARMFEATURES_H
