//===- FakeMeter.cpp - A CPU made up for a test ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include <numeric>

using namespace hwlock;

static constexpr uint32_t oneCycle = 1024;

HwlockMeasurement test::fixedMeasurement(unsigned model) {
  HwlockMeasurement measurement;
  for (unsigned i = 0; i < HWLOCK_MAX_CHAINS; ++i)
    measurement.clock[i] = oneCycle * (1 + (i * (model + 1) + model) % 10);
  for (unsigned i = 0; i < HWLOCK_PRECISION_BYTES; ++i)
    measurement.precision[i] = static_cast<uint8_t>(7 * i + 1 + model);
  return measurement;
}

void test::FakeMeter::misread(std::vector<uint8_t> chains,
                              unsigned measurements) {
  wrongChains = std::move(chains);
  wrongUntil = measured + measurements;
}

void test::FakeMeter::misreadAll(unsigned measurements) {
  std::vector<uint8_t> all(HWLOCK_MAX_CHAINS);
  std::iota(all.begin(), all.end(), uint8_t(0));
  misread(std::move(all), measurements);
}

void test::FakeMeter::measure(HwlockMeasurement &out) {
  out = truth;
  if (measured++ < wrongUntil)
    for (uint8_t chain : wrongChains)
      out.clock[chain] += 2 * oneCycle;
}
