//===- PretransformCode.h - Arithmetic of the quantile code ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What one code means. Encoder and decoder share it. Integers wrap, and all
// floating-point operations are conversions and multiplications in a fixed
// order: no sum, so that nothing can be contracted.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_PRETRANSFORMCODE_H
#define HWLOCK_CORE_PRETRANSFORMCODE_H

#include "hwlock/Core/Pretransform.h"
#include <stdint.h>

namespace hwlock::core {

/// 2^(k/32), correctly rounded.
inline constexpr uint32_t scaleFractions[32] = {
    0x3f800000, 0x3f82cd87, 0x3f85aac3, 0x3f88980f, 0x3f8b95c2, 0x3f8ea43a,
    0x3f91c3d3, 0x3f94f4f0, 0x3f9837f0, 0x3f9b8d3a, 0x3f9ef532, 0x3fa27043,
    0x3fa5fed7, 0x3fa9a15b, 0x3fad583f, 0x3fb123f6, 0x3fb504f3, 0x3fb8fbaf,
    0x3fbd08a4, 0x3fc12c4d, 0x3fc5672a, 0x3fc9b9be, 0x3fce248c, 0x3fd2a81e,
    0x3fd744fd, 0x3fdbfbb8, 0x3fe0ccdf, 0x3fe5b907, 0x3feac0c7, 0x3fefe4ba,
    0x3ff5257d, 0x3ffa83b3};

/// 2^(scaleClass / 32), within the normal numbers of f32.
inline float scaleOf(int32_t scaleClass) {
  int32_t exponent = scaleClass >> 5;
  exponent = exponent < -126 ? -126 : exponent > 127 ? 127 : exponent;
  return __builtin_bit_cast(float, scaleFractions[scaleClass & 31] +
                                       uint32_t(exponent) * 0x800000u);
}

/// Numbers f32 by its value: -0.0 is just below 0.0, NaNs are at both ends.
inline int32_t orderOfBits(uint32_t bits) {
  return int32_t(bits ^ (uint32_t(int32_t(bits) >> 31) >> 1));
}

inline int32_t orderOf(float value) {
  return orderOfBits(__builtin_bit_cast(uint32_t, value));
}

/// The upper half whose values have orders from `order` * 2^16 on.
inline uint16_t halfOfOrder(int32_t order) {
  return uint16_t(order < 0 ? order ^ 0x7fff : order);
}

/// Standardised quantile where `code` begins, for 0 to 2^16.
inline uint32_t codeEdge(const PretransformTable &table, uint32_t code) {
  uint32_t width = pretransformCodeBits - table.knotBits;
  uint32_t last = (1u << table.knotBits) - 1;
  uint32_t cell = code >> width, first = cell << width, knot;
  if (cell > 0 && cell < last) {
    knot = pretransformOuterCells - 1 + cell;
  } else {
    if (cell > last) { // The end of the last code.
      cell = last;
      first = last << width;
    }
    uint32_t outer = (code - first) >> (width - pretransformOuterBits);
    outer = outer < pretransformOuterCells ? outer : pretransformOuterCells - 1;
    knot = outer + (cell ? pretransformOuterCells - 1 + last : 0);
    first += outer << (width - pretransformOuterBits);
    uint32_t rise = table.knots[knot + 1] - table.knots[knot];
    return (table.knots[knot] << width) +
           rise * ((code - first) << pretransformOuterBits);
  }
  uint32_t rise = table.knots[knot + 1] - table.knots[knot];
  return (table.knots[knot] << width) + rise * (code - first);
}

inline float scaled(uint32_t quantile, float rowScale, float columnScale) {
  return float(int32_t(quantile)) * rowScale * columnScale;
}

/// A code stands for the upper half of the value at its begin. Where it crosses
/// into the next half, the weights of that half between the two are stored with
/// another code, so that codes are not quite uniform; unless it crosses by less
/// than this many units in the last place, it is an escape instead.
inline constexpr uint32_t directReach = 1 << 14;

/// True if codes between these orders need an entry to tell the half.
inline bool isEscape(int32_t begin, int32_t end) {
  return begin >> 16 != end >> 16 &&
         uint32_t(end) - uint32_t(begin) > directReach;
}

/// The weights that a code stands for.
struct CodeRange {
  uint32_t begin, end;
  /// Orders of the upper halves at the two ends. `low` is the one half of a
  /// direct code; an escape stands for all from low to high.
  int32_t low, high;
  bool escape;
};

/// `begin` and `end` are the edges of `code`.
inline CodeRange rangeBetween(const PretransformTable &table, uint32_t code,
                              uint32_t begin, uint32_t end, float rowScale,
                              float columnScale) {
  int32_t low = orderOf(scaled(begin, rowScale, columnScale));
  int32_t high = orderOf(scaled(end, rowScale, columnScale));
  bool first = code == 0, last = code == (1u << pretransformCodeBits) - 1;
  CodeRange range = {begin, end, low >> 16, high >> 16,
                     first || last || isEscape(low, high)};
  if (first && table.least < range.low)
    range.low = table.least;
  if (last && table.greatest > range.high)
    range.high = table.greatest;
  // Only tables that are not ascending.
  if (range.high < range.low)
    range.high = range.low;
  return range;
}

inline CodeRange codeRange(const PretransformTable &table, uint32_t code,
                           float rowScale, float columnScale) {
  return rangeBetween(table, code, codeEdge(table, code),
                      codeEdge(table, code + 1), rowScale, columnScale);
}

/// Entries below this choose among all values of an escape alike, so that each
/// can be reached; the others choose by length.
inline constexpr uint64_t entryFloor = 1 << 16;

/// Bits of an entry that choose by length; those below them do nothing.
inline constexpr uint32_t entryFractionBits = 30;
inline constexpr uint32_t entryIdleBits =
    8 * pretransformEntryBytes - entryFractionBits;

/// Order of the value that `entry` chooses; it ascends below `entryFloor`, and
/// again from there on.
inline int32_t escapeOrder(const CodeRange &range, uint64_t entry,
                           float rowScale, float columnScale) {
  if (entry < entryFloor) {
    uint32_t values = uint32_t(range.high - range.low) + 1;
    return range.low + int32_t(uint64_t(values) * entry >> 16);
  }
  uint64_t rise = uint64_t(int64_t(int32_t(range.end - range.begin)));
  uint64_t place =
      (uint64_t(int64_t(int32_t(range.begin))) << entryFractionBits) +
      rise * (entry >> entryIdleBits);
  double value = double(int64_t(place)) * 0x1p-30 *
                 (double(rowScale) * double(columnScale));
  // Beyond the range of f32 the conversion would be undefined.
  constexpr double most = 0x1.fffffep127;
  value = value > most ? most : value < -most ? -most : value;
  int32_t order = orderOf(float(value)) >> 16;
  return order < range.low    ? range.low
         : order > range.high ? range.high
                              : order;
}

} // namespace hwlock::core

#endif // HWLOCK_CORE_PRETRANSFORMCODE_H
