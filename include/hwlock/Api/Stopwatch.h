//===- Stopwatch.h - How long something took ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_STOPWATCH_H
#define HWLOCK_API_STOPWATCH_H

#include <chrono>

namespace hwlock {

/// Runs from its construction on.
class Stopwatch {
public:
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start)
        .count();
  }

private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
};

} // namespace hwlock

#endif // HWLOCK_API_STOPWATCH_H
