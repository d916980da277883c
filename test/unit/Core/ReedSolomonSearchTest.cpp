//===- ReedSolomonSearchTest.cpp - The decoder against a search -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The oracle knows nothing of locators: it tries every set of t positions and
// solves for the errors there. The code has distance 2 t + 1, so that at most
// one pattern of t errors explains a word.
//===----------------------------------------------------------------------===//
#include "NaiveField.h"
#include "TestBytes.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <optional>

using namespace hwlock;
using namespace hwlock::core;
using namespace hwlock::core::test;

namespace {

constexpr uint32_t t = layout::correctableErrors;
const NaiveField field;

/// One equation: a coefficient for each of t unknown errors, and the syndrome.
using Row = std::array<uint8_t, t + 1>;
using System = std::array<Row, 2 * t>;
using Positions = std::array<uint32_t, t>;

uint8_t power(uint32_t root, size_t exponent) {
  return field.exponential[root * exponent % 255];
}

System equations(const Bytes &word, const Positions &positions) {
  System system{};
  for (uint32_t root = 0; root < 2 * t; ++root) {
    for (uint32_t i = 0; i < t; ++i)
      system[root][i] = power(root, word.size() - 1 - positions[i]);
    for (size_t i = 0; i < word.size(); ++i)
      system[root][t] ^=
          field.multiply(word[i], power(root, word.size() - 1 - i));
  }
  return system;
}

/// Gaussian elimination; nothing if the equations contradict each other. No two
/// of any 2 t columns depend on each other, so that each has a pivot.
std::optional<Row> solve(System system) {
  for (uint32_t column = 0; column < t; ++column) {
    auto pivot = std::find_if(system.begin() + column, system.end(),
                              [&](const Row &row) { return row[column] != 0; });
    std::swap(system[column], *pivot);
    uint8_t scale = field.inverse(system[column][column]);
    for (uint8_t &value : system[column])
      value = field.multiply(value, scale);
    for (uint32_t other = 0; other < 2 * t; ++other)
      if (uint8_t factor = system[other][column]; other != column && factor)
        for (uint32_t i = 0; i <= t; ++i)
          system[other][i] ^= field.multiply(factor, system[column][i]);
  }
  Row errors{};
  for (uint32_t row = 0; row < 2 * t; ++row) {
    if (row < t)
      errors[row] = system[row][t];
    else if (system[row][t])
      return std::nullopt;
  }
  return errors;
}

/// The codeword within t errors of `word`, if there is one.
std::optional<Bytes> nearestCodeword(const Bytes &word) {
  for (uint32_t set = 0; set < 1u << word.size(); ++set) {
    if (__builtin_popcount(set) != int(t))
      continue;
    Positions positions{};
    for (uint32_t position = 0, i = 0; position < word.size(); ++position)
      if (set >> position & 1)
        positions[i++] = position;
    if (auto errors = solve(equations(word, positions))) {
      Bytes corrected = word;
      for (uint32_t i = 0; i < t; ++i)
        corrected[positions[i]] ^= (*errors)[i];
      return corrected;
    }
  }
  return std::nullopt;
}

TEST(ReedSolomonSearch, DecoderFindsWhatASearchFindsAndNothingElse) {
  RandomBytes random(11);
  uint32_t found = 0, refused = 0;
  for (int trial = 0; trial < 400; ++trial) {
    Bytes word = random(2 * t + 1 + random.below(4));
    reedSolomonEncode(word.data(), uint32_t(word.size()));
    // Mostly near the limit; positions may repeat.
    for (uint32_t errors = random.below(2 * t); errors-- > 0;)
      word[random.below(uint32_t(word.size()))] ^= uint8_t(random.below(256));

    std::optional<Bytes> expected = nearestCodeword(word);
    Bytes decoded = word;
    ASSERT_EQ(reedSolomonDecode(decoded.data(), uint32_t(word.size())),
              expected.has_value());
    ASSERT_EQ(decoded, expected.value_or(word));
    ++(expected ? found : refused);
  }
  EXPECT_GT(found, 100u);
  EXPECT_GT(refused, 50u);
}

} // namespace
