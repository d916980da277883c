//===- ScaleEstimator.cpp - Scales of rows and columns --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ScaleEstimator.h"
#include <algorithm>
#include <cmath>
#include <numbers>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using Logs = std::vector<double>; // of scales, base 2

/// What is left of the values when the scales are taken out.
struct Residual {
  /// Sums of squares.
  std::vector<double> rows, columns;
  double kurtosis;
};

class Estimator {
public:
  Estimator(std::span<const float> values, core::MatrixShape shape,
            RandomStream &random)
      : values(values), shape(shape), random(random), rows(shape.rows),
        columns(shape.columns) {}

  ScaleClasses estimate() {
    // Scales of rows and columns depend on one another; this converges fast.
    constexpr int rounds = 5;
    for (int round = 0; round < rounds; ++round) {
      update(rows, &Residual::rows, shape.columns, round == 0);
      update(columns, &Residual::columns, shape.rows, round == 0);
    }
    return {classes(rows), classes(columns)};
  }

private:
  Residual residual() const;
  void update(Logs &logs, std::vector<double> Residual::*sums, uint64_t terms,
              bool first);
  void drawPosterior(Logs &logs, uint64_t terms, double kurtosis);
  static std::vector<int16_t> classes(const Logs &logs);

  std::span<const float> values;
  core::MatrixShape shape;
  RandomStream &random;
  Logs rows, columns;
};

} // namespace

static std::vector<float> inverses(const Logs &logs) {
  std::vector<float> scales;
  for (double log : logs)
    scales.push_back(static_cast<float>(std::exp2(-log)));
  return scales;
}

Residual Estimator::residual() const {
  std::vector<float> rowScales = inverses(rows),
                     columnScales = inverses(columns);
  Residual left = {std::vector<double>(shape.rows),
                   std::vector<double>(shape.columns), 0};
  double second = 0, fourth = 0;
  const float *in = values.data();
  for (uint64_t row = 0; row < shape.rows; ++row) {
    double sum = 0;
    for (uint64_t column = 0; column < shape.columns; ++column) {
      double value = *in++ * rowScales[row] * columnScales[column];
      double square = value * value;
      left.columns[column] += square;
      sum += square;
      fourth += square * square;
    }
    left.rows[row] = sum;
    second += sum;
  }
  double count = static_cast<double>(shape.count());
  left.kurtosis = second > 0 ? fourth * count / (second * second) : 3;
  return left;
}

void Estimator::update(Logs &logs, std::vector<double> Residual::*sums,
                       uint64_t terms, bool first) {
  Residual left = residual();
  const std::vector<double> &squares = left.*sums;
  for (size_t i = 0; i < logs.size(); ++i)
    logs[i] += 0.5 * std::log2(squares[i] / static_cast<double>(terms));
  // Outliers of unscaled values say nothing on the shape of scaled ones.
  drawPosterior(logs, terms, first ? 3 : left.kurtosis);
}

/// The estimates in `logs` have a spread that is partly noise: shrinks them by
/// the part that is, and adds fresh noise.
void Estimator::drawPosterior(Logs &logs, uint64_t terms, double kurtosis) {
  double sum = 0, squares = 0;
  size_t finite = 0;
  for (double log : logs)
    if (std::isfinite(log)) {
      sum += log;
      ++finite;
    }
  double mean = finite ? sum / static_cast<double>(finite) : 0;
  // A row of zeros has the scale of the others, and no row one that is absurd.
  constexpr double most = 20;
  for (double &log : logs) {
    log = std::isfinite(log) ? std::clamp(log - mean, -most, most) : 0;
    squares += log * log;
  }
  constexpr double trustedKurtosis = 50;
  double noise = (std::min(kurtosis, trustedKurtosis) - 1) /
                 (4 * static_cast<double>(terms)) /
                 (std::numbers::ln2 * std::numbers::ln2);
  double variance = squares / static_cast<double>(logs.size()) + 1e-12;
  double kept = std::max(0.0, 1 - noise / variance);
  for (double &log : logs)
    log = kept * log + std::sqrt(kept * noise) * random.normal();
}

std::vector<int16_t> Estimator::classes(const Logs &logs) {
  std::vector<int16_t> classes;
  for (double log : logs)
    classes.push_back(static_cast<int16_t>(std::lround(32 * log)));
  return classes;
}

ScaleClasses rt::estimateScales(std::span<const float> values,
                                core::MatrixShape shape, RandomStream &random) {
  if (core::pretransformLayout(shape).rowClasses == 0)
    return {std::vector<int16_t>(shape.rows),
            std::vector<int16_t>(shape.columns)};
  return Estimator(values, shape, random).estimate();
}
