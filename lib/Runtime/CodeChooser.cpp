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
  double span = static_cast<double>(edges.back()) - edges.front();
  indexScale = span > 0 ? indexSteps / span : 0;
  uint32_t code = 0;
  for (uint32_t step = 0; step <= indexSteps; ++step) {
    while (code < codes &&
           (static_cast<double>(edges[code]) - edges.front()) * indexScale <
               step)
      ++code;
    index.push_back(code);
  }
}

int32_t CodeChooser::lowOf(uint32_t code, const Scales &scales) const {
  auto edge = static_cast<uint32_t>(edges[code]);
  return core::orderOf(core::scaled(edge, scales.row, scales.column)) >> 16;
}

CodeRange CodeChooser::range(uint32_t code, const Scales &scales) const {
  return core::rangeBetween(table, code, static_cast<uint32_t>(edges[code]),
                            static_cast<uint32_t>(edges[code + 1]), scales.row,
                            scales.column);
}

/// First code at or above `quantile`, or one beside it.
uint32_t CodeChooser::codeNear(double quantile) const {
  double step = (quantile - edges.front()) * indexScale;
  if (!(step > 0))
    return 1;
  if (step >= indexSteps)
    return codes;
  auto begin = edges.begin() + index[static_cast<size_t>(step)];
  auto end = edges.begin() + index[static_cast<size_t>(step) + 1];
  auto found = uint32_t(std::lower_bound(begin, end, quantile) - edges.begin());
  return std::max(found, 1u);
}

/// Quantile where the half of `order` begins: at its least magnitude, or below
/// zero at its greatest.
static double quantileOf(int32_t order, double inverseScale) {
  uint32_t rest = order < 0 ? 0xffff : 0;
  uint32_t bits = uint32_t(core::halfOfOrder(order)) << 16 | rest;
  return std::bit_cast<float>(bits) * inverseScale;
}

/// Where `quantile` lies, in codes.
double CodeChooser::placeOf(double quantile) const {
  uint32_t code = codeNear(quantile) - 1;
  double begin = edges[code], width = edges[code + 1] - begin;
  double rest = width > 0 ? (quantile - begin) / width : 0;
  return code + std::clamp(rest, 0.0, 1.0);
}

/// First code but 0 that begins in the half of `order` or above; `codes` if
/// none does.
uint32_t CodeChooser::firstFrom(int32_t order, const Scales &scales) const {
  uint32_t code = codeNear(quantileOf(order, scales.inverse));
  // Rounding moves edges by one code; what is not a number, anywhere.
  constexpr int steps = 4;
  for (int i = 0; i < steps; ++i) {
    if (code < codes && lowOf(code, scales) < order)
      ++code;
    else if (code > 1 && lowOf(code - 1, scales) >= order)
      --code;
    else
      return code;
  }
  auto first = std::partition_point(
      edges.begin() + 1, edges.end() - 1, [&](const int32_t &edge) {
        return lowOf(uint32_t(&edge - edges.data()), scales) < order;
      });
  return uint32_t(first - edges.begin());
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
  uint32_t begin = firstFrom(order, scales);
  uint32_t end = firstFrom(order + 1, scales);
  // Without a code that begins in the half, the one before spans all of it.
  if (begin == end)
    return begin - 1;
  uint32_t half = core::halfOfOrder(order);
  auto place = std::bit_cast<float>(half << 16 | random.bits16());
  double quantile = place * scales.inverse;
  double first = begin, last;
  if (!range(begin - 1, scales).escape)
    first = placeOf(quantileOf(order, scales.inverse));
  else if (quantile < edges[begin])
    return begin - 1;
  if (!range(end - 1, scales).escape)
    last = placeOf(quantileOf(order + 1, scales.inverse));
  else if (end - begin == 1 || quantile >= edges[end - 1])
    return end - 1;
  else
    last = --end;
  // Of the direct codes at the two ends one belongs to the half below, and the
  // other wholly to this one: stretches the places between to whole codes.
  double part = last > first ? (placeOf(quantile) - first) / (last - first)
                             : random.uniform();
  double code = std::floor(begin + part * (end - begin));
  return static_cast<uint32_t>(std::clamp<double>(code, begin, end - 1));
}

CodeChoice CodeChooser::choose(uint16_t half, float rowScale, float columnScale,
                               RandomStream &random) const {
  Scales scales = {
      rowScale, columnScale,
      1 / (static_cast<double>(rowScale) * static_cast<double>(columnScale))};
  const int32_t order = core::orderOfBits(uint32_t(half) << 16) >> 16;
  uint32_t code = chooseCode(order, scales, random);
  CodeRange found = range(code, scales);
  if (!found.escape)
    return {static_cast<uint16_t>(code), std::nullopt};
  auto entry = entryByLength(found, order, rowScale, columnScale, random);
  return {static_cast<uint16_t>(code),
          entry ? *entry : entryByNumber(found, order, random)};
}
