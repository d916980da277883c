//===- Strength.cpp - What guessing a fingerprint costs -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include <cmath>

using namespace hwlock;
using namespace hwlock::rt;

/// log2 of about 20 classes: the clusters of 76 real machines with AVX2, from
/// published dumps of instruction latencies, on hwlock's grid. "Strength" in
/// docs/Fingerprints.md says how they were counted, and of a second count that
/// this repository can repeat.
static constexpr double clockBits = 4.3;
/// Vendor and family.
static constexpr double precisionBits = 2;

/// Of clock, precision and machine-id: public facts of a class or a machine.
static double classBits(uint8_t sources) {
  // Precision follows from the class that the clock tells: it adds nothing.
  if (sources & layout::sourceClock)
    return clockBits;
  // machine-id: any program on the machine could read it.
  return sources & layout::sourcePrecision ? precisionBits : 0;
}

/// Of a P-256 key: what finding a discrete logarithm costs.
static unsigned keyBits(uint8_t sources) {
  constexpr uint8_t keys = layout::sourceTpm2 | layout::sourceOwner;
  return sources & keys ? deviceBits : 0;
}

/// `bits` if there is a plug-in.
static unsigned declaredBits(uint8_t sources, unsigned bits) {
  return sources & layout::sourcePlugin ? bits : 0;
}

template <typename Owner> static unsigned bitsOfPlugin(const Owner &owner) {
  auto item = pluginItemOf(owner);
  return item ? item->minEntropyBits : 0;
}

unsigned rt::pluginBits(const Slot &slot) { return bitsOfPlugin(slot); }
unsigned rt::pluginBits(const Profile &profile) {
  return bitsOfPlugin(profile);
}

bool rt::isDeviceBound(uint8_t sources, unsigned pluginBits) {
  return keyBits(sources) || declaredBits(sources, pluginBits) >= deviceBits;
}

double rt::estimatedBits(uint8_t sources, unsigned pluginBits) {
  // All of a slot's sources enter one key: who guesses must guess all at once.
  return classBits(sources) + keyBits(sources) +
         declaredBits(sources, pluginBits);
}

static std::string deviceSentence(uint8_t sources, unsigned pluginBits) {
  if (sources & layout::sourceOwner)
    return "owner's key: opens on no machine by itself";
  if (sources & layout::sourceTpm2)
    return "device-bound: a key that does not leave its TPM";
  return "device-bound: the plug-in declares " + std::to_string(pluginBits) +
         " bits, which hwlock cannot check";
}

std::string rt::guessingCost(uint8_t sources, unsigned pluginBits) {
  if (isDeviceBound(sources, pluginBits))
    return deviceSentence(sources, pluginBits);
  double bits = estimatedBits(sources, pluginBits);
  std::string start =
      "class-bound: about " + std::to_string(std::lround(bits)) + " bits";
  if (sources & layout::sourcePlugin)
    return start + "; the plug-in declares " + std::to_string(pluginBits) +
           ", fewer than the " + std::to_string(deviceBits) + " of a device";
  std::string seen =
      sources & layout::sourceMachineId ? "has seen the machine" : "";
  if (bits == 0)
    return "class-bound: no bits for who " + seen;
  return start + ", some " + std::to_string(std::lround(std::exp2(bits))) +
         " guesses for who knows the latency tables of common CPUs" +
         (seen.empty() ? "" : " and " + seen);
}
