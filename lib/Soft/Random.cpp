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

} // namespace hwlock
