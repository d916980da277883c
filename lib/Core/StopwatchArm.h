//===- StopwatchArm.h - Clock and reference chains of AArch64 -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For Measure.cpp alone.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_STOPWATCHARM_H
#define HWLOCK_LIB_CORE_STOPWATCHARM_H

#include "hwlock/Core/Chains.h"

namespace hwlock::core {

/// Length of one timed run in core cycles. The counter may tick at only 24 MHz,
/// a hundred cycles of a fast core: a run is two thousand ticks of it.
inline constexpr uint64_t runCycles = 204800;

/// Two references of one cycle; an addition and an exclusive or of registers
/// take one on every core.
#define HWLOCK_REFERENCE(NAME, BODY)                                           \
  __attribute__((noinline)) static void NAME(uint64_t rounds) {                \
    static_assert(chainCopies == 16, ".rept below");                           \
    __asm__ volatile("mov x10, #1\n.p2align 5\n1:\n.rept 16\n" BODY            \
                     "\n.endr\nsub %0, %0, #1\ncbnz %0, 1b\n"                  \
                     : "+r"(rounds)                                            \
                     :                                                         \
                     : "x9", "x10", "cc", "memory");                           \
  }
HWLOCK_REFERENCE(addChain, "add x9, x9, x10")
HWLOCK_REFERENCE(xorChain, "eor x9, x9, x10")
#undef HWLOCK_REFERENCE

/// Waits for all earlier instructions, keeps later ones from starting.
inline uint64_t now() {
  uint64_t ticks;
  __asm__ volatile("isb\n\tmrs %0, cntvct_el0\n\tisb"
                   : "=r"(ticks)
                   :
                   : "memory");
  return ticks;
}

/// Hands one of the references to `timed`, in turns.
template <typename Timed> uint64_t timeReference(unsigned turn, Timed timed) {
  return turn % 2 ? timed(xorChain) : timed(addChain);
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_STOPWATCHARM_H
