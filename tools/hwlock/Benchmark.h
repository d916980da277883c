//===- Benchmark.h - Latency of a model as JSON ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_BENCHMARK_H
#define HWLOCK_TOOLS_HWLOCK_BENCHMARK_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace hwlock::tool {

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

/// What happened before the first call, in milliseconds.
struct StartTimes {
  /// Generate the decoder's code; 0 for a model that is not locked.
  double decoder = 0;
  /// Measure this machine and obtain the data key; likewise.
  double open = 0;
  double compile = 0;
  /// Link the code, decode and pack the weights.
  double load = 0;
};

/// Calls `work` `rounds` times and prints one JSON object.
void benchmark(llvm::raw_ostream &stream, const StartTimes &start,
               unsigned rounds, llvm::function_ref<void()> work);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_BENCHMARK_H
