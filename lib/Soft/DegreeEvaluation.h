//===- DegreeEvaluation.h - How a scalar body scales with its arguments ---===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function f is homogeneous of degree d in x if f(s*x) = s^d * f(x) for all
// s > 0: ReLU of degree 1, a comparison with 0 of degree 0.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_DEGREEEVALUATION_H
#define HWLOCK_LIB_SOFT_DEGREEEVALUATION_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <optional>

namespace hwlock {

/// Nothing stands for every degree, as zero and the infinities have.
using Degree = std::optional<int>;

struct BodyDegrees {
  /// Of each result.
  llvm::SmallVector<Degree, 1> results;
  /// False if it takes positive scales alone, as ReLU does.
  bool linear = true;
};

/// The degrees of the results of `op` if the arguments of its body have
/// `arguments`; nothing if one has no degree.
std::optional<BodyDegrees> evaluateDegrees(mlir::linalg::LinalgOp op,
                                           llvm::ArrayRef<Degree> arguments);

/// True if every element is zero.
bool isZero(mlir::Value value);

/// True if every element is one and the same zero or infinity.
bool isZeroOrInfinity(mlir::Value value);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_DEGREEEVALUATION_H
