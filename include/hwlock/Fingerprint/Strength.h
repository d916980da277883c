//===- Strength.h - What guessing a fingerprint costs ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_FINGERPRINT_STRENGTH_H
#define HWLOCK_FINGERPRINT_STRENGTH_H

#include <cstdint>
#include <string>

namespace hwlock::rt {

/// Estimated bits of `sources` (a mask of layout::source*) against somebody who
/// has a public table of instruction latencies.
double estimatedBits(uint8_t sources);

/// One sentence for people: "class-bound: about 4 bits, ...".
std::string guessingCost(uint8_t sources);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_STRENGTH_H
