//===- Outliers.cpp - Numbers that no sum of channels survives ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Outliers.h"
#include "hwlock/Soft/WeightEditor.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

/// Over the root of the mean square of the weight.
static constexpr double largestShare = 1e4;
/// Matrices that amplify twice by their largest kappa of 2^16 keep what lies
/// between these, and their inverses what is 2^-20 of it, normal numbers.
static constexpr double mostNumber = 0x1p90;
static constexpr double leastLimit = largestShare * 0x1p-70;

bool hasOutliers(arith::ConstantOp weight, arith::ConstantOp bias) {
  WeightEditor reader;
  double largest = 0, squares = 0;
  // Anything that is not finite shows in the squares, which cannot overflow.
  for (float value : reader.read(weight)) {
    largest = std::max(largest, std::abs(double(value)));
    squares += double(value) * value;
  }
  double limit = largestShare * std::sqrt(squares / reader.read(weight).size());
  if (!std::isfinite(limit) || largest > limit || largest > mostNumber ||
      (limit != 0 && limit < leastLimit))
    return true;
  // Not a comparison that a NaN passes.
  return bias && !llvm::all_of(reader.read(bias), [&](float value) {
           return std::abs(value) <= limit;
         });
}

bool hasOutliers(const LayerOutput &output) {
  return hasOutliers(output.weight.constant,
                     output.bias ? output.bias->constant : nullptr);
}

} // namespace hwlock
