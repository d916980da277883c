//===- CpuFeatures.cpp - What this CPU can execute ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/CpuFeatures.h"

#if defined(__x86_64__)
#include <cpuid.h>

namespace hwlock::core {
namespace {

/// Bits of XCR0: register state that the system saves.
constexpr uint32_t avxState = 0x6;
constexpr uint32_t avx512State = 0xe6;

constexpr uint32_t bit(unsigned n) { return uint32_t(1) << n; }

/// CPUID bits that must all be set, by leaf and register.
struct Requirement {
  uint32_t leaf1Ecx = 0;
  uint32_t leaf7Ebx = 0;
  uint32_t leaf7Ecx = 0;
  uint32_t extendedEcx = 0;
  uint32_t state = 0;
};

constexpr uint32_t avx = bit(27) | bit(28); // OSXSAVE, AVX
constexpr uint32_t avx2 = bit(5);
// F, DQ, CD, BW, VL
constexpr uint32_t avx512 = bit(16) | bit(17) | bit(28) | bit(30) | bit(31);

constexpr Requirement requirements[] = {
    /*Baseline*/ {},
    /*Sse3*/ {bit(0)},
    /*Ssse3*/ {bit(9)},
    /*Sse41*/ {bit(19)},
    /*Sse42*/ {bit(20)},
    /*Popcnt*/ {bit(23)},
    /*Lzcnt*/ {0, 0, 0, bit(5)},
    /*LahfSahf*/ {0, 0, 0, bit(0)},
    /*Aes*/ {bit(25)},
    /*Pclmul*/ {bit(1)},
    /*Sha*/ {bit(9) | bit(19), bit(29)},
    /*Gfni*/ {0, 0, bit(8)},
    /*Bmi1*/ {0, bit(3)},
    /*Bmi2*/ {0, bit(8)},
    /*Adx*/ {0, bit(19)},
    /*Avx*/ {avx, 0, 0, 0, avxState},
    /*F16c*/ {avx | bit(29), 0, 0, 0, avxState},
    /*Fma*/ {avx | bit(12), 0, 0, 0, avxState},
    /*Avx2*/ {avx, avx2, 0, 0, avxState},
    /*Vaes*/ {avx, avx2, bit(9), 0, avxState},
    /*Vpclmul*/ {avx, avx2, bit(10), 0, avxState},
    /*Avx512*/ {avx, avx2 | avx512, 0, 0, avx512State},
    /*Avx512Vbmi*/ {avx, avx2 | avx512, bit(1) | bit(6), 0, avx512State},
    /*Avx512Ifma*/ {avx, avx2 | avx512 | bit(21), 0, 0, avx512State},
    /*Avx512Popcnt*/ {avx, avx2 | avx512, bit(12) | bit(14), 0, avx512State},
    /*Avx512Gfni*/ {avx, avx2 | avx512, bit(8), 0, avx512State},
    /*Avx512Vaes*/ {avx, avx2 | avx512, bit(9), 0, avx512State},
    /*Avx512Vpclmul*/ {avx, avx2 | avx512, bit(10), 0, avx512State},
};
static_assert(sizeof(requirements) / sizeof(*requirements) ==
              static_cast<unsigned>(CpuFeature::Count));

struct Registers {
  uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Registers cpuid(uint32_t leaf) {
  Registers r;
  __cpuid_count(leaf, 0, r.eax, r.ebx, r.ecx, r.edx);
  return r;
}

bool hasAll(uint32_t found, uint32_t wanted) {
  return (found & wanted) == wanted;
}

/// Only after OSXSAVE was found.
uint32_t savedState() {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

} // namespace

bool cpuHas(CpuFeature feature) {
  const Requirement &needs = requirements[static_cast<unsigned>(feature)];
  if (needs.leaf1Ecx && !hasAll(cpuid(1).ecx, needs.leaf1Ecx))
    return false;
  if (needs.state && !hasAll(savedState(), needs.state))
    return false;
  if (needs.leaf7Ebx || needs.leaf7Ecx) {
    // Beyond the last leaf some CPUs repeat another one.
    if (cpuid(0).eax < 7)
      return false;
    Registers leaf7 = cpuid(7);
    if (!hasAll(leaf7.ebx, needs.leaf7Ebx) ||
        !hasAll(leaf7.ecx, needs.leaf7Ecx))
      return false;
  }
  if (needs.extendedEcx)
    return cpuid(0x80000000).eax >= 0x80000001 &&
           hasAll(cpuid(0x80000001).ecx, needs.extendedEcx);
  return true;
}

} // namespace hwlock::core

#else

namespace hwlock::core {

bool cpuHas(CpuFeature) { return false; }

} // namespace hwlock::core

#endif
