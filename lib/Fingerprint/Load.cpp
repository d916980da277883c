//===- Load.cpp - Keeps the machine busy ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Load.h"
#include <algorithm>
#include <cstring>

using namespace hwlock::rt;

/// Larger than a core's second-level cache.
static constexpr size_t copiedBytes = size_t(4) << 20;
static constexpr int multiplications = 1 << 18;

static void work(const std::atomic<bool> &stop) {
  std::vector<char> from(copiedBytes, 1), to(copiedBytes);
  constexpr int lanes = 16;
  float sums[lanes] = {};
  while (!stop.load(std::memory_order_relaxed)) {
    for (int i = 0; i < multiplications; ++i)
      for (int lane = 0; lane < lanes; ++lane)
        sums[lane] = sums[lane] * 0.999f + 1.0f;
    from[0] = static_cast<char>(sums[0]); // keeps the loop above
    std::memcpy(to.data(), from.data(), copiedBytes);
    std::swap(from, to);
  }
}

BackgroundLoad::BackgroundLoad() {
  // One core is left to whoever measures; on a single one they share it.
  unsigned cores = std::max(2u, std::thread::hardware_concurrency());
  for (unsigned i = 1; i < cores; ++i)
    threads.emplace_back([this] { work(stop); });
}

BackgroundLoad::~BackgroundLoad() {
  stop = true;
  for (std::thread &thread : threads)
    thread.join();
}
