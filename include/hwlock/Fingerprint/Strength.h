//===- Strength.h - What guessing a fingerprint costs ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Estimates for people. `sources` is a mask of layout::source*; `pluginBits` is
// what the plug-in among them declares.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_FINGERPRINT_STRENGTH_H
#define HWLOCK_FINGERPRINT_STRENGTH_H

#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include <cstdint>
#include <string>

namespace hwlock::rt {

/// What the plug-in of a slot or profile declares. 0 if there is none, and if
/// its item is malformed.
unsigned pluginBits(const Slot &slot);
unsigned pluginBits(const Profile &profile);

/// A source of at least so many bits binds to a device, all others to a class.
inline constexpr unsigned deviceBits = 128;

/// True if one of `sources` alone has deviceBits.
bool isDeviceBound(uint8_t sources, unsigned pluginBits = 0);

/// Estimated bits of `sources` against somebody who has a public table of
/// instruction latencies and has seen the machine, but does not have it.
double estimatedBits(uint8_t sources, unsigned pluginBits = 0);

/// One sentence for people: "class-bound: about 4 bits, ...".
std::string guessingCost(uint8_t sources, unsigned pluginBits = 0);

} // namespace hwlock::rt

#endif // HWLOCK_FINGERPRINT_STRENGTH_H
