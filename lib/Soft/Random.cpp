//===- Random.cpp - Numbers that a rewrite draws --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/Random.h"
#include <cmath>

namespace hwlock {

double Random::normal() {
  double x, radius;
  do {
    double y = 2 * uniform() - 1;
    x = 2 * uniform() - 1;
    radius = x * x + y * y;
  } while (radius >= 1 || radius == 0);
  return x * std::sqrt(-2 * std::log(radius) / radius);
}

std::vector<double> Random::logNormal(int64_t count, double deviation) {
  std::vector<double> found(count);
  double squares = 0;
  for (double &number : found) {
    number = std::exp(deviation * normal());
    squares += number * number;
  }
  double scale = std::sqrt(count / squares);
  for (double &number : found)
    number *= uniform() < 0.5 ? -scale : scale;
  return found;
}

std::vector<int64_t> Random::order(int64_t count) {
  std::vector<int64_t> found(count);
  for (int64_t i = 0; i < count; ++i) {
    int64_t at = integer(0, i);
    found[i] = found[at];
    found[at] = i;
  }
  return found;
}

} // namespace hwlock
