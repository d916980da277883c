//===- StopwatchX86.h - Clock and reference chains of x86-64 --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For Measure.cpp alone.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_STOPWATCHX86_H
#define HWLOCK_LIB_CORE_STOPWATCHX86_H

#include "hwlock/Core/Chains.h"

namespace hwlock::core {

/// Length of one timed run in core cycles. A run is over before most timer
/// interrupts, and the counter's granularity is below a thousandth of it.
inline constexpr uint64_t runCycles = 12800;

/// Three references, since a neighbour on the same core may slow one down: on
/// Intel's cores an addition runs on any integer port, a rotation on 0 and 6, a
/// shuffle on 1 and 5. None takes less than a cycle anywhere; the operands of
/// the addition are registers, as some CPUs add constants for free.
#define HWLOCK_REFERENCE(NAME, BODY)                                           \
  __attribute__((noinline)) static void NAME(uint64_t rounds) {                \
    static_assert(chainCopies == 16, ".rept below");                           \
    __asm__ volatile("mov $1, %%ecx\n.p2align 5\n1:\n.rept 16\n" BODY          \
                     "\n.endr\ndec %%rdi\njnz 1b\n"                            \
                     : "+D"(rounds)                                            \
                     :                                                         \
                     : "rax", "rcx", "xmm0", "cc", "memory");                  \
  }
HWLOCK_REFERENCE(addChain, "add %%rcx, %%rax")
HWLOCK_REFERENCE(rotateChain, "rol $7, %%rax")
HWLOCK_REFERENCE(shuffleChain, "shufps $0x1b, %%xmm0, %%xmm0")
#undef HWLOCK_REFERENCE

/// Waits for all earlier instructions, keeps later ones from starting.
inline uint64_t now() {
  uint32_t low, high;
  __asm__ volatile("lfence\n\trdtsc\n\tlfence"
                   : "=a"(low), "=d"(high)
                   :
                   : "memory");
  return uint64_t(high) << 32 | low;
}

/// Hands one of the references to `timed`, in turns. (A table of functions
/// would need relocations inside models.)
template <typename Timed> uint64_t timeReference(unsigned turn, Timed timed) {
  switch (turn % 3) {
  case 0:
    return timed(addChain);
  case 1:
    return timed(rotateChain);
  default:
    return timed(shuffleChain);
  }
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_STOPWATCHX86_H
