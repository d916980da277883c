//===- HostFeatures.cpp - CPU features of this machine --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/HostFeatures.h"

#if defined(__x86_64__)
#include <algorithm>
#include <cpuid.h>
#include <cstdint>

namespace hwlock::rt {
namespace {

/// A register of the answer to a CPUID leaf (and subleaf).
enum Word : unsigned {
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
enum State : uint64_t { None = 0, Avx = 0x6, Avx512 = 0xe6, Amx = 0x60000 };

struct Feature {
  const char *name;
  Word word;
  unsigned bit;
  State state;
};

// Intel SDM volume 2A, CPUID; AMD APM volume 3, appendix E.
constexpr Feature features[] = {
    {"sse3", Leaf1Ecx, 0, None},
    {"pclmul", Leaf1Ecx, 1, None},
    {"ssse3", Leaf1Ecx, 9, None},
    {"fma", Leaf1Ecx, 12, Avx},
    {"sse4.1", Leaf1Ecx, 19, None},
    {"sse4.2", Leaf1Ecx, 20, None},
    {"movbe", Leaf1Ecx, 22, None},
    {"popcnt", Leaf1Ecx, 23, None},
    {"aes", Leaf1Ecx, 25, None},
    {"avx", Leaf1Ecx, 28, Avx},
    {"f16c", Leaf1Ecx, 29, Avx},
    {"bmi", Leaf7Ebx, 3, None},
    {"avx2", Leaf7Ebx, 5, Avx},
    {"bmi2", Leaf7Ebx, 8, None},
    {"avx512f", Leaf7Ebx, 16, Avx512},
    {"avx512dq", Leaf7Ebx, 17, Avx512},
    {"avx512ifma", Leaf7Ebx, 21, Avx512},
    {"avx512cd", Leaf7Ebx, 28, Avx512},
    {"sha", Leaf7Ebx, 29, None},
    {"avx512bw", Leaf7Ebx, 30, Avx512},
    {"avx512vl", Leaf7Ebx, 31, Avx512},
    {"avx512vbmi", Leaf7Ecx, 1, Avx512},
    {"avx512vbmi2", Leaf7Ecx, 6, Avx512},
    {"gfni", Leaf7Ecx, 8, None},
    {"vaes", Leaf7Ecx, 9, Avx},
    {"vpclmulqdq", Leaf7Ecx, 10, Avx},
    {"avx512vnni", Leaf7Ecx, 11, Avx512},
    {"avx512bitalg", Leaf7Ecx, 12, Avx512},
    {"avx512vpopcntdq", Leaf7Ecx, 14, Avx512},
    {"amx-bf16", Leaf7Edx, 22, Amx},
    {"avx512fp16", Leaf7Edx, 23, Avx512},
    {"amx-tile", Leaf7Edx, 24, Amx},
    {"amx-int8", Leaf7Edx, 25, Amx},
    {"avxvnni", Leaf7Sub1Eax, 4, Avx},
    {"avx512bf16", Leaf7Sub1Eax, 5, Avx512},
    {"amx-fp16", Leaf7Sub1Eax, 21, Amx},
    {"avxifma", Leaf7Sub1Eax, 23, Avx},
    {"avxvnniint8", Leaf7Sub1Edx, 4, Avx},
    {"avxneconvert", Leaf7Sub1Edx, 5, Avx},
    {"avxvnniint16", Leaf7Sub1Edx, 10, Avx},
    {"lzcnt", ExtendedEcx, 5, None},
};

uint64_t savedState() {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return uint64_t(high) << 32 | low;
}

} // namespace

std::vector<std::string> hostFeatures() {
  uint32_t words[WordCount] = {};
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

  constexpr uint32_t osSavesState = uint32_t(1) << 27;
  uint64_t state = words[Leaf1Ecx] & osSavesState ? savedState() : 0;
  std::vector<std::string> found;
  for (const Feature &feature : features)
    if ((words[feature.word] >> feature.bit & 1) &&
        (state & feature.state) == feature.state)
      found.emplace_back(feature.name);
  std::sort(found.begin(), found.end());
  return found;
}

bool hasUnseenNeighbours() {
  uint32_t a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && c >> 31;
}

} // namespace hwlock::rt

#else

std::vector<std::string> hwlock::rt::hostFeatures() { return {}; }

bool hwlock::rt::hasUnseenNeighbours() { return false; }

#endif
