//===- PretransformOracle.cpp - The quantile code, decoded naively --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PretransformOracle.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <memory>

using namespace hwlock;
using namespace hwlock::test;

namespace {

/// Orders of all values of f32, and of their upper halves.
int64_t orderOf(float value) {
  auto bits = std::bit_cast<uint32_t>(value);
  int64_t magnitude = bits & 0x7fffffff;
  return bits >> 31 ? -1 - magnitude : magnitude;
}

uint16_t halfOf(int64_t order) {
  return static_cast<uint16_t>(order < 0 ? 0x8000 | (-1 - order) : order);
}

int64_t floorHalf(int64_t order) { return order >> 16; }

float powerOfTwo(int scaleClass) {
  int exponent = static_cast<int>(std::floor(scaleClass / 32.0));
  auto mantissa =
      static_cast<float>(std::exp2((scaleClass - 32 * exponent) / 32.0));
  return std::ldexp(mantissa, std::clamp(exponent, -126, 127));
}

class Oracle {
public:
  Oracle(std::span<const uint8_t> bytes, core::MatrixShape shape)
      : shape(shape), layout(core::pretransformLayout(shape)),
        clear(bytes.first(layout.clearBytes)),
        entries(bytes.subspan(layout.clearBytes, layout.escapeBytes)),
        payload(bytes.last(layout.payloadBytes)) {
    coded = clear.u8() & 1;
    clear.u8();
    least = signed16();
    greatest = signed16();
    unit = signed16();
    readKnots();
    for (uint64_t i = 0; i < layout.rowClasses; ++i)
      rowClasses.push_back(signed16());
    for (uint64_t i = 0; i < layout.columnClasses; ++i)
      columnClasses.push_back(signed16());
  }

  std::vector<uint8_t> decode() {
    std::vector<uint8_t> plain(payload.begin(), payload.end());
    for (uint64_t i = 0; coded && i < shape.count(); ++i) {
      uint8_t *end = plain.data() + (i + 1) * shape.elementBytes;
      uint16_t half = decodeCode(uint32_t(end[-2] | end[-1] << 8),
                                 i / shape.columns, i % shape.columns);
      end[-2] = static_cast<uint8_t>(half);
      end[-1] = static_cast<uint8_t>(half >> 8);
    }
    return plain;
  }

private:
  int signed16() { return static_cast<int16_t>(clear.u16()); }

  void readKnots() {
    const int64_t width = int64_t(1) << (16 - layout.knotBits);
    std::vector<int64_t> knots, places;
    for (uint64_t i = 0; i < layout.knots; ++i)
      knots.push_back(static_cast<int32_t>(clear.u32()));
    for (int64_t i = 0; i < 16; ++i)
      places.push_back(i * width / 16);
    for (int64_t i = width; i < 65536 - width; i += width)
      places.push_back(i);
    for (int64_t i = 0; i <= 16; ++i)
      places.push_back(65536 - width + i * width / 16);
    for (size_t i = 0; i + 1 < places.size(); ++i) {
      int64_t steps = places[i + 1] - places[i];
      for (int64_t j = 0; j < steps; ++j)
        edges.push_back(knots[i] * width +
                        (knots[i + 1] - knots[i]) * j * (width / steps));
    }
    edges.push_back(knots.back() * width);
  }

  uint16_t decodeCode(uint32_t code, uint64_t row, uint64_t column) {
    float rowScale =
        powerOfTwo(unit + (layout.rowClasses ? rowClasses[row] : 0));
    float columnScale =
        powerOfTwo(layout.columnClasses ? columnClasses[column] : 0);
    // Beyond 32 bits only in tables that nobody made.
    auto begin = static_cast<int32_t>(edges[code]),
         end = static_cast<int32_t>(edges[code + 1]);
    int64_t low = orderOf(static_cast<float>(begin) * rowScale * columnScale);
    int64_t high = orderOf(static_cast<float>(end) * rowScale * columnScale);
    int64_t from = floorHalf(low), to = floorHalf(high);
    auto distance = static_cast<uint32_t>(high - low);
    if (code != 0 && code != 65535 && (from == to || distance <= 16384))
      return halfOf(from);
    if (code == 0)
      from = std::min<int64_t>(from, least);
    if (code == 65535)
      to = std::max<int64_t>(to, greatest);
    to = std::max(from, to);
    const uint8_t *entry = entries.data() + 4 * (next++ % layout.entries);
    uint32_t draw = uint32_t(entry[0]) | uint32_t(entry[1]) << 8 |
                    uint32_t(entry[2]) << 16 | uint32_t(entry[3]) << 24;
    if (draw < 65536)
      return halfOf(from + (to - from + 1) * draw / 65536);
    int64_t rise = static_cast<int32_t>(uint32_t(end) - uint32_t(begin));
    int64_t place = (int64_t(begin) << 30) + rise * (draw >> 2);
    double value = std::ldexp(static_cast<double>(place), -30) *
                   (double(rowScale) * double(columnScale));
    constexpr double most = 0x1.fffffep127;
    auto rounded = static_cast<float>(std::clamp(value, -most, most));
    return halfOf(std::clamp(floorHalf(orderOf(rounded)), from, to));
  }

  core::MatrixShape shape;
  core::PretransformLayout layout;
  rt::ByteReader clear;
  std::span<const uint8_t> entries, payload;
  bool coded;
  int least, greatest, unit;
  std::vector<int64_t> edges;
  std::vector<int> rowClasses, columnClasses;
  uint64_t next = 0;
};

} // namespace

std::vector<uint8_t> test::decodeNaively(std::span<const uint8_t> bytes,
                                         core::MatrixShape shape) {
  return Oracle(bytes, shape).decode();
}

std::vector<uint8_t> test::decodeWithCore(std::span<const uint8_t> bytes,
                                          core::MatrixShape shape,
                                          core::VectorLevel level,
                                          uint64_t piece) {
  core::PretransformLayout layout = core::pretransformLayout(shape);
  struct Free {
    void operator()(uint8_t *memory) const { std::free(memory); }
  };
  // Exactly as much as promised, so that a sanitizer sees what is beyond.
  std::unique_ptr<uint8_t, Free> scratch(static_cast<uint8_t *>(
      std::aligned_alloc(64, core::pretransformScratchBytes(shape))));
  std::ranges::copy(bytes.first(layout.clearBytes), scratch.get());
  core::PretransformDecoder decoder;
  core::pretransformStart(decoder, shape, level, scratch.get());
  std::vector<uint8_t> plain(layout.payloadBytes);
  uint64_t written = 0;
  for (uint64_t i = layout.clearBytes; i < bytes.size(); i += piece)
    written += core::pretransformFeed(
        decoder, bytes.data() + i, std::min<uint64_t>(piece, bytes.size() - i),
        plain.data() + written);
  plain.resize(written);
  return plain;
}
