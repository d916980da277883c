//===- AesLevel.cpp - What AES instructions this CPU has ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decided by feature bits and by what state the system saves, never by the name
// of the CPU: under emulation the name is wrong. CPUID traps on virtual
// machines, tens of microseconds each: hence three of them, once, where
// CpuFeatures.h would take a dozen.
//===----------------------------------------------------------------------===//
#include "ArmFeatures.h"
#include "hwlock/Core/Crypto.h"

using namespace hwlock::core;

#if defined(__x86_64__)
#include <cpuid.h>

namespace {

/// Bits of XCR0.
constexpr uint32_t ymmState = 0x06, zmmState = 0xe6;

struct Features {
  uint32_t ecx1 = 0, ebx7 = 0, ecx7 = 0, xcr0 = 0;

  Features() {
    uint32_t last, eax, ebx, ecx, edx;
    __cpuid(0, last, ebx, ecx, edx);
    __cpuid(1, eax, ebx, ecx1, edx);
    if (ecx1 & bit_OSXSAVE)
      asm("xgetbv" : "=a"(xcr0), "=d"(edx) : "c"(0));
    if (last >= 7)
      __cpuid_count(7, 0, eax, ebx7, ecx7, edx);
  }

  bool aesNi() const {
    constexpr uint32_t needed = bit_AES | bit_PCLMUL | bit_SSSE3 | bit_SSE4_1;
    return (ecx1 & needed) == needed;
  }
  bool vaes256() const {
    constexpr uint32_t needed = bit_VAES | bit_VPCLMULQDQ;
    return aesNi() && (xcr0 & ymmState) == ymmState && (ecx1 & bit_AVX) &&
           (ebx7 & bit_AVX2) && (ecx7 & needed) == needed;
  }
  bool vaes512() const {
    constexpr uint32_t needed = bit_AVX512F | bit_AVX512BW;
    return vaes256() && (xcr0 & zmmState) == zmmState &&
           (ebx7 & needed) == needed;
  }
};

} // namespace

static AesLevel detectLevel() {
  Features features;
  if (features.vaes512())
    return AesLevel::Vaes512;
  if (features.vaes256())
    return AesLevel::Vaes256;
  return features.aesNi() ? AesLevel::AesNi : AesLevel::Portable;
}

#elif defined(__aarch64__)
static AesLevel detectLevel() {
  return armHas(ArmFeature::Pmull) ? AesLevel::ArmCrypto : AesLevel::Portable;
}
#else
static AesLevel detectLevel() { return AesLevel::Portable; }
#endif

AesLevel hwlock::core::aesLevel() {
  // 0 means not asked yet; threads that race store the same.
  static uint8_t levelPlusOne;
  uint8_t known = __atomic_load_n(&levelPlusOne, __ATOMIC_RELAXED);
  if (known == 0) {
    known = uint8_t(uint8_t(detectLevel()) + 1);
    __atomic_store_n(&levelPlusOne, known, __ATOMIC_RELAXED);
  }
  return AesLevel(known - 1);
}

bool hwlock::core::aesLevelSupported(AesLevel level) {
  const AesLevel best = aesLevel();
  if (best == AesLevel::ArmCrypto)
    return level == best || level == AesLevel::Portable;
  // On x86-64 each level needs all that the one below it needs.
  return level <= best;
}
