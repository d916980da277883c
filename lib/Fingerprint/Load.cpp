//===- Load.cpp - Keeps the machine busy ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Load.h"
#include <algorithm>
#include <chrono>
#include <cstring>

using namespace hwlock::rt;

/// Larger than a core's second-level cache.
static constexpr size_t copiedBytes = size_t(4) << 20;
/// One kind of work lasts longer than a measurement, so that some measurements
/// see nothing else.
static constexpr auto phase = std::chrono::milliseconds(40);

using Clock = std::chrono::steady_clock;

/// Keeps the vector units full: independent multiplications and additions.
static float multiply(float value) {
  constexpr int lanes = 64;
  float sums[lanes];
  std::fill(std::begin(sums), std::end(sums), value);
  for (int i = 0; i < 4096; ++i)
    for (float &sum : sums)
      sum = sum * 0.999f + 1.0f;
  return sums[lanes - 1];
}

static void work(const std::atomic<bool> &stop) {
  std::vector<char> from(copiedBytes, 1), to(copiedBytes);
  float value = 1;
  for (bool copies = false; !stop; copies = !copies)
    for (auto end = Clock::now() + phase; !stop && Clock::now() < end;) {
      if (copies) {
        std::memcpy(to.data(), from.data(), copiedBytes);
        std::swap(from, to);
      } else {
        value = multiply(value);
        from[0] = value > 0; // keeps the multiplications
      }
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
