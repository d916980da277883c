//===- Pause.cpp - Waiting without a system -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Pause.h"

using namespace hwlock::core;

/// Leaf 0x16 is a round number beside the true rate, 3400 MHz for 3408.
static constexpr uint64_t roundingShare = 64;

uint64_t hwlock::core::ticksPerMillisecond(const CounterLeaves &leaves) {
  uint64_t ticks = leaves.guestKhz;
  if (!ticks && leaves.denominator)
    ticks = uint64_t(leaves.crystalHz) * leaves.numerator / leaves.denominator /
            1000;
  if (!ticks)
    ticks = uint64_t(leaves.baseMhz) * (1000 + 1000 / roundingShare);
  // Numbers that cannot be are as good as none.
  return ticks && ticks < maxTicksPerMillisecond ? ticks + 1
                                                 : maxTicksPerMillisecond;
}

#if defined(__x86_64__)
#include <cpuid.h>

static uint64_t readCounter() { return __builtin_ia32_rdtsc(); }
static void relax() { __builtin_ia32_pause(); }

static uint64_t ticksHere() {
  constexpr uint32_t hypervisorBit = uint32_t(1) << 31;
  CounterLeaves leaves = {};
  uint32_t last, eax, ebx, ecx, edx;
  __cpuid(0, last, ebx, ecx, edx);
  if (last >= 0x15)
    __cpuid(0x15, leaves.denominator, leaves.numerator, leaves.crystalHz, edx);
  if (last >= 0x16)
    __cpuid(0x16, leaves.baseMhz, ebx, ecx, edx);
  __cpuid(1, eax, ebx, ecx, edx);
  if (ecx & hypervisorBit) {
    __cpuid(0x40000000, last, ebx, ecx, edx);
    if (last >= 0x40000010)
      __cpuid(0x40000010, leaves.guestKhz, ebx, ecx, edx);
  }
  return ticksPerMillisecond(leaves);
}

#elif defined(__aarch64__)

static uint64_t readCounter() {
  uint64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
}
static void relax() { asm volatile("yield"); }

static uint64_t ticksHere() {
  uint64_t frequency;
  asm volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
  return frequency ? frequency / 1000 + 1 : maxTicksPerMillisecond;
}

#endif

void hwlock::core::pauseFor(uint32_t microseconds) {
  uint64_t ticks = microseconds * ticksHere() / 1000 + 1;
  uint64_t start = readCounter();
  while (readCounter() - start < ticks)
    relax();
}
