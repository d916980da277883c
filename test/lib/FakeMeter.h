//===- FakeMeter.h - A CPU made up for a test -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_FAKEMETER_H
#define HWLOCK_TEST_LIB_FAKEMETER_H

#include "hwlock/Fingerprint/Meter.h"
#include <vector>

namespace hwlock::test {

/// Latencies in the middle of bins 1 to 10 and a fixed precision pattern; one
/// CPU for each `model`.
HwlockMeasurement fixedMeasurement(unsigned model = 0);

/// Gives `truth` again and again, with misread chains where a test wants them.
class FakeMeter final : public rt::Meter {
public:
  explicit FakeMeter(const HwlockMeasurement &truth = fixedMeasurement())
      : truth(truth) {}

  /// In the next `measurements` measurements `chains` give another symbol.
  void misread(std::vector<uint8_t> chains, unsigned measurements);
  /// In the next `measurements` measurements every chain does.
  void misreadAll(unsigned measurements);

  void measure(HwlockMeasurement &out) override;
  /// Measurements so far.
  unsigned count() const { return measured; }

private:
  HwlockMeasurement truth;
  std::vector<uint8_t> wrongChains;
  unsigned wrongUntil = 0;
  unsigned measured = 0;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_FAKEMETER_H
