//===- NaiveField.h - GF(2^8) by tables -----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_CORE_NAIVEFIELD_H
#define HWLOCK_TEST_UNIT_CORE_NAIVEFIELD_H

#include <cstdint>

namespace hwlock::core::test {

/// Exponential and logarithm tables: another way to compute the same field.
struct NaiveField {
  uint8_t exponential[510];
  uint8_t logarithm[256] = {};

  NaiveField() {
    int value = 1;
    for (int i = 0; i < 255; ++i) {
      exponential[i] = exponential[i + 255] = uint8_t(value);
      logarithm[value] = uint8_t(i);
      value = value << 1;
      if (value > 255)
        value ^= 0x11d;
    }
  }
  uint8_t multiply(uint8_t a, uint8_t b) const {
    return a && b ? exponential[logarithm[a] + logarithm[b]] : 0;
  }
  /// Of an element other than 0.
  uint8_t inverse(uint8_t a) const { return exponential[255 - logarithm[a]]; }
};

} // namespace hwlock::core::test

#endif // HWLOCK_TEST_UNIT_CORE_NAIVEFIELD_H
