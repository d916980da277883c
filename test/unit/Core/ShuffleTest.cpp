//===- ShuffleTest.cpp ----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The permutation itself; its agreement with OpenSSL's is in ShufflerTest.cpp.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Shuffle.h"
#include "AesLevels.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <map>

using namespace hwlock::core;
using namespace hwlock::core::test;

namespace {

class ShuffleTest : public AesLevelTest {
protected:
  /// The plain weight whose stored bytes are `stored`.
  Bytes undo(const Bytes &stored, MatrixShape shape, const Bytes &key,
             uint64_t piece = 65536) {
    scratch.assign(shuffleScratchBytes(shape) + 64, 0);
    auto address = reinterpret_cast<uintptr_t>(scratch.data());
    uint8_t *aligned = scratch.data() + (64 - address % 64);
    Shuffle shuffle;
    shuffleStart(shuffle, shape, key.data(), GetParam(), aligned);
    rows.assign(shuffle.rows, shuffle.rows + shape.rows);
    columns.assign(shuffle.columns, shuffle.columns + shape.columns);
    Bytes plain(stored.size());
    for (uint64_t i = 0; i < stored.size(); i += piece)
      unshuffle(shuffle, stored.data() + i,
                std::min<uint64_t>(piece, stored.size() - i), plain.data());
    return plain;
  }

  Bytes scratch;
  std::vector<uint32_t> rows, columns;
};

TEST_P(ShuffleTest, PutsEveryElementBack) {
  RandomBytes random(1);
  for (int round = 0; round < 100; ++round) {
    MatrixShape shape = {1 + random.below(40), 1 + random.below(40),
                         1 + random.below(9)};
    Bytes stored = random(shape.count() * shape.elementBytes), key = random(32);
    Bytes plain = undo(stored, shape, key, 1 + random.below(100));
    Bytes expected(stored.size());
    for (uint64_t i = 0; i < shape.rows; ++i)
      for (uint64_t j = 0; j < shape.columns; ++j)
        std::copy_n(&stored[(i * shape.columns + j) * shape.elementBytes],
                    shape.elementBytes,
                    &expected[(rows[i] * shape.columns + columns[j]) *
                              shape.elementBytes]);
    ASSERT_EQ(plain, expected);
  }
}

TEST_P(ShuffleTest, DrawsPermutations) {
  RandomBytes random(2);
  MatrixShape shape = {1000, 3001, 1};
  undo(Bytes(shape.count()), shape, random(32));
  for (auto &entries : {rows, columns}) {
    auto sorted = entries;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_NE(sorted, entries);
    for (uint32_t i = 0; i < sorted.size(); ++i)
      ASSERT_EQ(sorted[i], i);
  }
}

TEST_P(ShuffleTest, AllPermutationsAreAlikeProbable) {
  RandomBytes random(3);
  std::map<std::vector<uint32_t>, int> seenRows, seenColumns;
  constexpr int tries = 2400;
  for (int i = 0; i < tries; ++i) {
    undo(Bytes(16), {4, 4, 1}, random(32));
    ++seenRows[rows];
    ++seenColumns[columns];
  }
  for (auto &seen : {seenRows, seenColumns}) {
    EXPECT_EQ(seen.size(), 24u);
    for (auto &[entries, times] : seen)
      EXPECT_NEAR(times, 100, 50);
  }
}

HWLOCK_INSTANTIATE_AES_LEVELS(ShuffleTest);

} // namespace
