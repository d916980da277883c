//===- ScalarFunction.h - What an activation gives for a number --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_SCALARFUNCTION_H
#define HWLOCK_LIB_SOFT_SCALARFUNCTION_H

#include "Activation.h"

namespace hwlock {

/// True if `activation` is an s of each element with s(z) = z + s(-z), as ReLU,
/// GELU, SiLU and hard swish are; tried with numbers of either sign and of all
/// magnitudes.
bool isHalfOdd(const Activation &activation);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_SCALARFUNCTION_H
