//===- CpuFeatures.h - What this CPU can execute --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Groups of instructions, tested through CPUID and, where the system must save
// wider registers, XGETBV. By features, never by the name of a CPU: emulators
// report names they do not live up to. Keeps no state, since a compiled model
// may not have writable globals.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_CPUFEATURES_H
#define HWLOCK_CORE_CPUFEATURES_H

#include <stdint.h>

namespace hwlock::core {

enum class CpuFeature : uint8_t {
  /// x86-64 itself, SSE2 and x87 included.
  Baseline,
  Sse3,
  Ssse3,
  Sse41,
  Sse42,
  Popcnt,
  Lzcnt,
  LahfSahf,
  Aes,
  Pclmul,
  Sha,
  Gfni,
  Bmi1,
  Bmi2,
  Adx,
  Avx,
  F16c,
  Fma,
  Avx2,
  /// 256-bit forms.
  Vaes,
  Vpclmul,
  /// F, CD, BW, DQ and VL together.
  Avx512,
  /// VBMI and VBMI2.
  Avx512Vbmi,
  Avx512Ifma,
  /// BITALG and VPOPCNTDQ.
  Avx512Popcnt,
  Avx512Gfni,
  Avx512Vaes,
  Avx512Vpclmul,
  Count
};

/// True if this CPU and the system support `feature`. Takes up to four CPUID
/// instructions, several microseconds each on a virtual machine.
bool cpuHas(CpuFeature feature);

} // namespace hwlock::core

#endif // HWLOCK_CORE_CPUFEATURES_H
