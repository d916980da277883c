//===- QuantileTable.cpp - Knots of the quantile code ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "QuantileTable.h"
#include "hwlock/Core/PretransformCode.h"
#include <algorithm>
#include <cmath>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// A distribution, as mass in equal steps between two ends.
class Histogram {
public:
  Histogram(double begin, double end)
      : begin(begin), step((end - begin) / steps), mass(steps + 1),
        rise(steps + 2) {}

  void add(Interval interval, double weight);
  /// The values below which `parts`, ascending, of the mass lie.
  std::vector<double> quantiles(const std::vector<double> &parts);

private:
  static constexpr size_t steps = 1 << 18;
  double begin, step;
  /// Of partly covered steps, and changes of that of wholly covered ones.
  std::vector<double> mass, rise;
};

/// Moments, ends and blur of the intervals.
struct Summary {
  double least = INFINITY, greatest = -INFINITY;
  double mean = 0, shrink = 1, width = 0;

  Interval blurred(Interval interval) const {
    if (width == 0)
      return interval;
    double centre = (interval.begin + interval.end) / 2;
    centre = mean + shrink * (centre - mean);
    double reach = std::max(width, interval.end - interval.begin) / 2;
    return {centre - reach, centre + reach};
  }
};

} // namespace

void Histogram::add(Interval interval, double weight) {
  double from = std::clamp((interval.begin - begin) / step, 0.0, double(steps));
  double to = std::clamp((interval.end - begin) / step, from, double(steps));
  auto first = static_cast<size_t>(from), last = static_cast<size_t>(to);
  if (first == last) {
    mass[first] += weight;
    return;
  }
  double density = weight / (to - from);
  mass[first] += density * (static_cast<double>(first + 1) - from);
  mass[last] += density * (to - static_cast<double>(last));
  rise[first + 1] += density;
  rise[last] -= density;
}

std::vector<double> Histogram::quantiles(const std::vector<double> &parts) {
  double density = 0, total = 0;
  for (size_t i = 0; i < mass.size(); ++i) {
    density += rise[i];
    mass[i] += std::max(0.0, density);
    total += mass[i];
  }
  std::vector<double> found;
  double below = 0;
  size_t i = 0;
  for (double part : parts) {
    double goal = part * total;
    while (i + 1 < mass.size() && below + mass[i] < goal)
      below += mass[i++];
    double inside = mass[i] > 0 ? (goal - below) / mass[i] : 0;
    found.push_back(
        begin + step * (static_cast<double>(i) + std::clamp(inside, 0.0, 1.0)));
  }
  return found;
}

/// A table of 65 knots would follow each of few values: these are blurred by
/// Silverman's bandwidth, with the variance that they had.
static void chooseBlur(Summary &summary, double count, double squares) {
  constexpr double blurredBelow = 4096;
  if (count >= blurredBelow)
    return;
  double variance = squares / count - summary.mean * summary.mean;
  // Equal values get some width, so that there is something to code.
  double deviation =
      std::sqrt(std::max(variance, std::pow(summary.mean / 64, 2)));
  double bandwidth = 0.9 * deviation * std::pow(count, -0.2);
  if (deviation == 0)
    return;
  summary.width = std::sqrt(12.0) * bandwidth;
  summary.shrink = deviation / std::hypot(deviation, bandwidth);
}

static Summary summarise(core::MatrixShape shape, const RowIntervals &row,
                         std::vector<Interval> &buffer) {
  Summary summary;
  double sum = 0, squares = 0;
  for (uint64_t i = 0; i < shape.rows; ++i) {
    row(i, buffer);
    for (const Interval &interval : buffer) {
      summary.least = std::min(summary.least, interval.begin);
      summary.greatest = std::max(summary.greatest, interval.end);
      double centre = (interval.begin + interval.end) / 2;
      sum += centre;
      squares += centre * centre;
    }
  }
  double count = static_cast<double>(shape.count());
  summary.mean = sum / count;
  chooseBlur(summary, count, squares);
  return summary;
}

/// How often a resample of the same size draws one of many values: Poisson
/// distributed with mean 1.
static uint32_t drawMultiplicity(RandomStream &random) {
  constexpr uint32_t below[] = {24109, 48218, 60273, 64291,
                                65295, 65496, 65530};
  uint32_t bits = random.bits16(), times = 0;
  for (uint32_t bound : below)
    times += bits >= bound;
  return times;
}

/// Part of the values below each knot.
static std::vector<double> knotParts(uint32_t knotBits) {
  const double cells = std::exp2(knotBits);
  constexpr uint32_t outer = core::pretransformOuterCells;
  std::vector<double> parts;
  for (uint32_t i = 0; i < outer; ++i)
    parts.push_back(i / (outer * cells));
  for (double cell = 1; cell < cells; ++cell)
    parts.push_back(cell / cells);
  for (uint32_t i = 1; i <= outer; ++i)
    parts.push_back(1 - (outer - i) / (outer * cells));
  return parts;
}

/// Moves the ends so that all weights lie between them, by an amount that hides
/// where the last ones are.
static void coverAll(std::vector<double> &quantiles, const Summary &summary,
                     RandomStream &random) {
  double &first = quantiles.front(), &last = quantiles.back();
  double before = quantiles[1] - first, after = last - *(quantiles.end() - 2);
  if (summary.least <= first)
    first = summary.least - before * random.uniform();
  if (summary.greatest >= last)
    last = summary.greatest + after * random.uniform();
}

/// As integers that use the room of the arithmetic.
static QuantileTable quantise(const std::vector<double> &quantiles,
                              uint32_t knotBits) {
  constexpr int room = 30, leastClass = -126 * 32;
  double most =
      std::max(std::abs(quantiles.front()), std::abs(quantiles.back()));
  QuantileTable table;
  double unit = most > 0 ? std::ceil(32 * (std::log2(most) - room)) : 0;
  table.unit = static_cast<int16_t>(std::max<double>(unit, leastClass));
  uint32_t width = core::pretransformCodeBits - knotBits;
  double step = std::ldexp(core::scaleOf(table.unit), static_cast<int>(width));
  for (double value : quantiles)
    table.knots.push_back(static_cast<int32_t>(std::lround(value / step)));
  return table;
}

QuantileTable rt::drawQuantiles(core::MatrixShape shape,
                                const RowIntervals &row, RandomStream &random) {
  std::vector<Interval> buffer(shape.columns);
  Summary summary = summarise(shape, row, buffer);
  double reach = (summary.greatest - summary.least) / 2 + summary.width;
  double middle = (summary.greatest + summary.least) / 2;
  Histogram histogram(middle - reach, middle + reach);
  for (uint64_t i = 0; i < shape.rows; ++i) {
    row(i, buffer);
    for (const Interval &interval : buffer)
      if (uint32_t times = drawMultiplicity(random))
        histogram.add(summary.blurred(interval), times);
  }
  uint32_t knotBits = core::pretransformLayout(shape).knotBits;
  std::vector<double> quantiles = histogram.quantiles(knotParts(knotBits));
  coverAll(quantiles, summary, random);
  return quantise(quantiles, knotBits);
}
