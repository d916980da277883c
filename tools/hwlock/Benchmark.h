//===- Benchmark.h - Latency of a model as JSON ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TOOLS_HWLOCK_BENCHMARK_H
#define HWLOCK_TOOLS_HWLOCK_BENCHMARK_H

#include "hwlock/Api/Executable.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace hwlock::tool {

/// Calls `work` `rounds` times and prints one JSON object.
void benchmark(llvm::raw_ostream &stream, const StartTimes &start,
               unsigned rounds, llvm::function_ref<void()> work);

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_BENCHMARK_H
