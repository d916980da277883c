//===- Strength.cpp - What guessing a fingerprint costs -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Core/VaultLayout.h"
#include <cmath>

using namespace hwlock;

/// About 20 clusters over 76 published machines with AVX2.
static constexpr double clockBits = 4.3;
/// Vendor and family.
static constexpr double precisionBits = 2;

double rt::estimatedBits(uint8_t sources) {
  // Precision follows from the class that the clock tells: it adds nothing.
  if (sources & layout::sourceClock)
    return clockBits;
  return sources & layout::sourcePrecision ? precisionBits : 0;
}

std::string rt::guessingCost(uint8_t sources) {
  double bits = estimatedBits(sources);
  auto whole = static_cast<unsigned>(std::lround(bits));
  auto guesses = static_cast<unsigned>(std::lround(std::exp2(bits)));
  return "class-bound: about " + std::to_string(whole) + " bits, some " +
         std::to_string(guesses) +
         " guesses for who knows the latency tables of common CPUs";
}
