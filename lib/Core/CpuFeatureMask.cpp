//===- CpuFeatureMask.cpp - CPU features as bits --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/CpuFeatureMask.h"

namespace hwlock::core {

const char *cpuFeatureName(uint32_t bit) {
  static constexpr const char *names[] = {
#define HWLOCK_CPU_FEATURE(NAME, WORD, BIT, STATE) NAME,
#include "hwlock/Core/CpuFeatureBits.def"
#undef HWLOCK_CPU_FEATURE
  };
  return names[bit];
}

} // namespace hwlock::core

#if defined(__x86_64__)
#include <cpuid.h>

namespace hwlock::core {
namespace {

/// A register of the answer to a CPUID leaf (and subleaf).
enum Word : uint8_t {
  Leaf1Ecx,
  Leaf7Ebx,
  Leaf7Ecx,
  Leaf7Edx,
  Leaf7Sub1Eax,
  Leaf7Sub1Edx,
  ExtendedEcx,
  WordCount
};

/// Bits of XCR0 that the system must save.
enum State : uint32_t { None = 0, Avx = 0x6, Avx512 = 0xe6, Amx = 0x60000 };

struct Feature {
  Word word;
  uint8_t bit;
  State state;
};

constexpr Feature features[] = {
#define HWLOCK_CPU_FEATURE(NAME, WORD, BIT, STATE) {WORD, BIT, STATE},
#include "hwlock/Core/CpuFeatureBits.def"
#undef HWLOCK_CPU_FEATURE
};

uint64_t savedState() {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return uint64_t(high) << 32 | low;
}

void readWords(uint32_t (&words)[WordCount]) {
  uint32_t a, b, c, d;
  // __get_cpuid_count checks that the leaf exists.
  if (__get_cpuid(1, &a, &b, &c, &d))
    words[Leaf1Ecx] = c;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
    words[Leaf7Ebx] = b;
    words[Leaf7Ecx] = c;
    words[Leaf7Edx] = d;
    if (a >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d)) {
      words[Leaf7Sub1Eax] = a;
      words[Leaf7Sub1Edx] = d;
    }
  }
  if (__get_cpuid(0x80000001, &a, &b, &c, &d))
    words[ExtendedEcx] = c;
}

} // namespace

uint64_t hostFeatureMask() {
  uint32_t words[WordCount] = {};
  readWords(words);
  constexpr uint32_t osSavesState = uint32_t(1) << 27;
  uint64_t state = words[Leaf1Ecx] & osSavesState ? savedState() : 0;
  uint64_t mask = 0;
  for (uint32_t i = 0; i < cpuFeatureCount; ++i) {
    const Feature &feature = features[i];
    if ((words[feature.word] >> feature.bit & 1) &&
        (state & feature.state) == feature.state)
      mask |= uint64_t(1) << i;
  }
  return mask;
}

} // namespace hwlock::core

#else

uint64_t hwlock::core::hostFeatureMask() { return 0; }

#endif
