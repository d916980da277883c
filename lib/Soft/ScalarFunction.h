//===- ScalarFunction.h - What a body computes of one number --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_SCALARFUNCTION_H
#define HWLOCK_LIB_SOFT_SCALARFUNCTION_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <optional>

namespace hwlock {

/// What the body of `op` yields, in float64, if the operand `variable` is
/// `number`; nothing if it is of more than constants besides.
std::optional<double> evaluateBody(mlir::linalg::LinalgOp op,
                                   mlir::OpOperand *variable, double number);

/// True if `op` computes an s of each element of `variable` with s(z) = z +
/// s(-z), as ReLU, GELU, SiLU and hard swish are; tried with numbers of either
/// sign and of all magnitudes.
bool isHalfOdd(mlir::linalg::LinalgOp op, mlir::OpOperand *variable);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_SCALARFUNCTION_H
