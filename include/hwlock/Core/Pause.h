//===- Pause.h - Waiting without a system ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Freestanding code can only watch a counter, and has to know how fast it
// counts. Waits are never too short; where nobody tells the rate they are up to
// a few times too long.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_PAUSE_H
#define HWLOCK_CORE_PAUSE_H

#include <stdint.h>

namespace hwlock::core {

/// What CPUID says on the rate of the time-stamp counter. A leaf that does not
/// exist is zero.
struct CounterLeaves {
  /// Leaf 0x15: rate of the crystal in Hz (may be zero although the rest is
  /// there), and the ticks of the counter for one of the crystal, as a
  /// fraction.
  uint32_t crystalHz, numerator, denominator;
  /// Leaf 0x16: nominal rate of the CPU in MHz.
  uint32_t baseMhz;
  /// Leaf 0x40000010 of hypervisors: rate of the counter in kHz.
  uint32_t guestKhz;
};

/// No known counter runs faster.
inline constexpr uint64_t maxTicksPerMillisecond = 5000000;

/// At least what such a counter ticks in a millisecond.
uint64_t ticksPerMillisecond(const CounterLeaves &leaves);

/// Waits at least `microseconds`.
void pauseFor(uint32_t microseconds);

} // namespace hwlock::core

#endif // HWLOCK_CORE_PAUSE_H
