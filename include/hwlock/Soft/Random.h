//===- Random.h - Numbers that a rewrite draws ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_RANDOM_H
#define HWLOCK_SOFT_RANDOM_H

#include <cstdint>
#include <random>
#include <vector>

namespace hwlock {

/// The same numbers for the same seed on every machine. They are not secret: a
/// soft lock is undone by whoever knows which rewrite was used.
class Random {
public:
  /// Seed 0 draws a seed from the system.
  explicit Random(uint64_t seed)
      : engine(seed ? seed
                    : uint64_t(std::random_device()()) << 32 |
                          std::random_device()()) {}

  /// In [low, high].
  int64_t integer(int64_t low, int64_t high) {
    uint64_t count = uint64_t(high - low) + 1;
    // Without the bias of a remainder alone.
    uint64_t limit = UINT64_MAX - UINT64_MAX % count, value = engine();
    while (value >= limit)
      value = engine();
    return low + int64_t(value % count);
  }
  /// 0 to `count` - 1 in any order (Fisher and Yates; Durstenfeld, 1964).
  std::vector<int64_t> order(int64_t count);
  /// In [0, 1).
  double uniform() { return double(engine() >> 11) * 0x1p-53; }
  /// Standard normal (Marsaglia's polar method).
  double normal();
  /// Above zero and away from it: the square of a normal number, and 0.05.
  double positive() {
    double number = normal();
    return number * number + 0.05;
  }
  /// `count` numbers of either sign whose logarithms are normal, scaled to a
  /// mean square of 1: with a deviation of 1 most are small and few are large.
  std::vector<double> logNormal(int64_t count, double deviation);

private:
  std::mt19937_64 engine;
};

} // namespace hwlock

#endif // HWLOCK_SOFT_RANDOM_H
