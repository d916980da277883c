//===- TestProfile.cpp - Profile of a made-up CPU -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestProfile.h"
#include "hwlock/Core/Quantiser.h"
#include "hwlock/Core/QuietChains.h"
#include <algorithm>

using namespace hwlock;

static rt::SecretBuffer symbolsOf(const HwlockMeasurement &truth,
                                  std::span<const uint8_t> chains) {
  rt::SecretBuffer symbols(chains.size());
  for (size_t i = 0; i < chains.size(); ++i)
    symbols.data()[i] = core::quantise(truth.clock[chains[i]]);
  return symbols;
}

rt::Profile test::makeProfile(const HwlockMeasurement &truth, uint8_t sources,
                              unsigned probes) {
  rt::Profile profile;
  profile.sources = sources;
  profile.features = {"avx2", "fma"};
  if (sources & layout::sourceClock) {
    for (unsigned i = 0; i < probes; ++i)
      profile.probes.push_back(static_cast<uint8_t>(2 * i));
    core::QuietChains quiet = core::quietChains();
    profile.symbols = symbolsOf(truth, profile.probes);
    profile.quietSymbols = symbolsOf(truth, {quiet.ids, quiet.count});
  }
  if (sources & layout::sourcePrecision)
    std::copy_n(truth.precision, HWLOCK_PRECISION_BYTES,
                profile.precision.data());
  return profile;
}
