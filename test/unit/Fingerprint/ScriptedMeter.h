//===- ScriptedMeter.h - A CPU whose chains follow a script ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_FINGERPRINT_SCRIPTEDMETER_H
#define HWLOCK_TEST_UNIT_FINGERPRINT_SCRIPTEDMETER_H

#include "hwlock/Fingerprint/Meter.h"
#include <functional>

namespace hwlock::test {

inline constexpr uint32_t oneCycle = 1024;

/// Chain i takes 1 + i % 9 cycles; a test overrides what it cares about.
class ScriptedMeter final : public rt::Meter {
public:
  using Script = std::function<void(unsigned index, HwlockMeasurement &)>;
  explicit ScriptedMeter(Script script = {}) : script(std::move(script)) {}

  void measure(HwlockMeasurement &out) override {
    for (unsigned i = 0; i < HWLOCK_MAX_CHAINS; ++i)
      out.clock[i] = oneCycle * (1 + i % 9);
    for (unsigned i = 0; i < HWLOCK_PRECISION_BYTES; ++i)
      out.precision[i] = static_cast<uint8_t>(i);
    if (script)
      script(count, out);
    ++count;
  }

  unsigned count = 0;

private:
  Script script;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_UNIT_FINGERPRINT_SCRIPTEDMETER_H
