//===- CodeChooser.cpp - A code for a weight ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CodeChooser.h"
#include <algorithm>
#include <bit>
#include <cmath>

using namespace hwlock;
using namespace hwlock::rt;
using core::CodeRange;

static constexpr uint32_t codes = 1 << core::pretransformCodeBits;
static constexpr uint32_t indexSteps = 1 << 16;

CodeChooser::CodeChooser(const core::PretransformTable &table) : table(table) {
  for (uint32_t code = 0; code <= codes; ++code)
    edges.push_back(static_cast<int32_t>(core::codeEdge(table, code)));
  indexSegments();
}

void CodeChooser::indexSegments() {
  double before = 0;
  for (uint32_t code = 0; code < codes; ++code) {
    double width = static_cast<double>(edges[code + 1]) - edges[code];
    if (width > 0 && width != before)
      segments.push_back({static_cast<double>(edges[code]), 1 / width, code});
    before = width;
  }
  segments.push_back({INFINITY, 0, codes});
  double span = static_cast<double>(edges.back()) - edges.front();
  indexScale = span > 0 ? indexSteps / span : 0;
  uint32_t segment = 0;
  for (uint32_t step = 0; step < indexSteps; ++step) {
    while (segment + 1 < segments.size() &&
           (segments[segment + 1].edge - edges.front()) * indexScale <= step)
      ++segment;
    index.push_back(segment);
  }
}

/// Where `quantile` lies, in codes.
double CodeChooser::placeOf(double quantile) const {
  double step = (quantile - edges.front()) * indexScale;
  if (!(step > 0))
    return 0;
  if (step >= indexSteps)
    return codes;
  const Segment *segment = &segments[index[static_cast<size_t>(step)]];
  while (segment[1].edge <= quantile)
    ++segment;
  return segment->code + (quantile - segment->edge) * segment->perCode;
}

/// Quantile where the half of `order` begins: at its least magnitude, or below
/// zero at its greatest.
static double quantileOf(int32_t order, double inverseScale) {
  uint32_t rest = order < 0 ? 0xffff : 0;
  uint32_t bits = uint32_t(core::halfOfOrder(order)) << 16 | rest;
  return std::bit_cast<float>(bits) * inverseScale;
}

int32_t CodeChooser::orderOf(uint32_t code, const Scales &scales) const {
  auto edge = static_cast<uint32_t>(edges[code]);
  return core::orderOf(core::scaled(edge, scales.row, scales.column));
}

uint32_t CodeChooser::search(int32_t order, const Scales &scales) const {
  auto first = std::partition_point(
      edges.begin() + 1, edges.end() - 1, [&](const int32_t &edge) {
        return orderOf(uint32_t(&edge - edges.data()), scales) >> 16 < order;
      });
  return uint32_t(first - edges.begin());
}

CodeChooser::Boundary CodeChooser::boundaryOf(int32_t order,
                                              const Scales &scales) const {
  double place = placeOf(quantileOf(order, scales.inverse));
  uint32_t code = std::clamp(uint32_t(std::ceil(place)), 1u, codes);
  int32_t before = orderOf(code - 1, scales), at = orderOf(code, scales);
  // Rounding moves edges, usually not to another code; what is not a number
  // moves anywhere.
  if ((code < codes && at >> 16 < order) ||
      (code > 1 && before >> 16 >= order)) {
    code = search(order, scales);
    before = orderOf(code - 1, scales);
    at = orderOf(code, scales);
  }
  bool outer = code == 1 || code == codes;
  return {code, place, outer || core::isEscape(before, at)};
}

/// An entry among those that choose `order` by length, if there is one.
static std::optional<uint32_t> entryByLength(const CodeRange &range,
                                             int32_t order, float rowScale,
                                             float columnScale,
                                             RandomStream &random) {
  auto first = [&](int32_t goal) {
    uint64_t low = core::entryFloor >> core::entryIdleBits,
             high = uint64_t(1) << core::entryFractionBits;
    while (low < high) {
      uint64_t middle = (low + high) / 2;
      if (core::escapeOrder(range, middle << core::entryIdleBits, rowScale,
                            columnScale) < goal)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  };
  uint64_t begin = first(order), end = first(order + 1);
  if (begin == end)
    return std::nullopt;
  uint64_t idle = random.below(uint64_t(1) << core::entryIdleBits);
  return static_cast<uint32_t>(
      (begin + random.below(end - begin)) << core::entryIdleBits | idle);
}

/// An entry among those that choose each value alike.
static uint32_t entryByNumber(const CodeRange &range, int32_t order,
                              RandomStream &random) {
  auto values = static_cast<uint64_t>(range.high - range.low) + 1;
  auto first = [&](int32_t goal) {
    uint64_t number = static_cast<uint64_t>(goal - range.low);
    return (number * core::entryFloor + values - 1) / values;
  };
  uint64_t begin = first(order);
  return static_cast<uint32_t>(begin + random.below(first(order + 1) - begin));
}

/// Draws a place in the half's own interval, independent of the weight's lower
/// half, which is stored: the code must not depend on it.
uint32_t CodeChooser::chooseCode(int32_t order, const Scales &scales,
                                 RandomStream &random) const {
  Boundary begin = boundaryOf(order, scales);
  Boundary end = boundaryOf(order + 1, scales);
  // Without a code that begins in the half, the one before spans all of it.
  if (begin.code == end.code)
    return begin.code - 1;
  uint32_t half = core::halfOfOrder(order);
  auto value = std::bit_cast<float>(half << 16 | random.bits16());
  double place = placeOf(value * scales.inverse);
  if (begin.escapeBefore) {
    if (place < begin.code)
      return begin.code - 1;
    begin.place = begin.code;
  }
  if (end.escapeBefore) {
    --end.code;
    if (begin.code == end.code || place >= end.code)
      return end.code;
    end.place = end.code;
  }
  // Of the direct codes at the two ends one belongs to the half below, and the
  // other wholly to this one: stretches the places between to whole codes.
  double span = end.place - begin.place;
  double part = span > 0 ? (place - begin.place) / span : random.uniform();
  double code = begin.code + part * (end.code - begin.code);
  return static_cast<uint32_t>(
      std::clamp<double>(code, begin.code, end.code - 1));
}

CodeChoice CodeChooser::choose(uint16_t half, float rowScale, float columnScale,
                               RandomStream &random) const {
  Scales scales = {
      rowScale, columnScale,
      1 / (static_cast<double>(rowScale) * static_cast<double>(columnScale))};
  const int32_t order = core::orderOfBits(uint32_t(half) << 16) >> 16;
  uint32_t code = chooseCode(order, scales, random);
  CodeRange found = core::rangeBetween(
      table, code, static_cast<uint32_t>(edges[code]),
      static_cast<uint32_t>(edges[code + 1]), rowScale, columnScale);
  if (!found.escape)
    return {static_cast<uint16_t>(code), std::nullopt};
  auto entry = entryByLength(found, order, rowScale, columnScale, random);
  return {static_cast<uint16_t>(code),
          entry ? *entry : entryByNumber(found, order, random)};
}
