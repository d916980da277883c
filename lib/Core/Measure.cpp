//===- Measure.cpp - Latency of a probe chain -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The counter of time ticks at a fixed rate, the core does not. So each run
// of a chain stands between two runs of operations that take one cycle each, of
// about the same length, which cancels the cost of reading the counter too.
//===----------------------------------------------------------------------===//
#include "FloatEnvironment.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

#if defined(__x86_64__)
#include "StopwatchX86.h"
#elif defined(__aarch64__)
#include "StopwatchArm.h"
#endif

#if defined(__x86_64__) || defined(__aarch64__)

namespace {

constexpr uint64_t referenceRounds = runCycles / chainCopies;
constexpr unsigned repetitions = 9;
/// Rounds and runs that find out how long a chain takes.
constexpr uint64_t trialRounds = 16;
constexpr unsigned trials = 3;

inline uint64_t ticks(void (*chain)(uint64_t), uint64_t rounds) {
  uint64_t start = now();
  chain(rounds);
  return now() - start;
}

inline void keepLeast(uint64_t &least, uint64_t value) {
  least = value < least ? value : least;
}

inline uint64_t referenceTicks(unsigned turn) {
  return timeReference(turn, [](void (*reference)(uint64_t)) {
    return ticks(reference, referenceRounds);
  });
}

/// Rounds of `chain` that take about as long as the reference.
uint64_t roundsOfEqualLength(void (*chain)(uint64_t)) {
  uint64_t one = ~uint64_t(0), reference = ~uint64_t(0);
  for (unsigned i = 0; i < trials; ++i) {
    keepLeast(one, ticks(chain, trialRounds));
    keepLeast(reference, referenceTicks(i));
  }
  uint64_t rounds = one ? reference * trialRounds / one : referenceRounds;
  if (rounds > 2 * referenceRounds)
    return 2 * referenceRounds;
  return rounds ? rounds : 1;
}

} // namespace

extern "C" uint32_t hwlock_core_measure_chain(void (*chain)(uint64_t rounds),
                                              uint32_t chainId) {
  if (chainId > UINT8_MAX || !chainSupported(static_cast<uint8_t>(chainId)))
    return 0;
  DefaultFloatEnvironment environment;
  uint64_t rounds = roundsOfEqualLength(chain);
  uint64_t least = ~uint64_t(0);
  uint64_t reference = referenceTicks(0);
  for (unsigned i = 0; i < repetitions; ++i) {
    keepLeast(least, ticks(chain, rounds));
    keepLeast(reference, referenceTicks(i + 1));
  }
  // Both counts have the factor chainCopies.
  uint64_t scale = rounds * (reference ? reference : 1);
  uint64_t latency = (least * referenceRounds * 1024 + scale / 2) / scale;
  if (latency > UINT32_MAX)
    return UINT32_MAX;
  return latency ? static_cast<uint32_t>(latency) : 1;
}

#else

extern "C" uint32_t hwlock_core_measure_chain(void (*)(uint64_t), uint32_t) {
  return 0;
}

#endif
