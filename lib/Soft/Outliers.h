//===- Outliers.h - Numbers that no sum of channels survives --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The bias of a class that is switched off may be -1e9 or an infinity. In a sum
// of channels it would hide what the others add.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_OUTLIERS_H
#define HWLOCK_LIB_SOFT_OUTLIERS_H

#include "LayerSides.h"

namespace hwlock {

/// Why a lock leaves a layer alone that hasOutliers().
constexpr llvm::StringLiteral outliersReason =
    "its weight or bias has numbers that are not finite, far larger than "
    "others or near the limits of float32";

/// True if `weight` or `bias`, which may be null, has a number that is not
/// finite, or far larger than those of `weight` are on the whole, or if those
/// leave no room to amplify them. Both
/// must be float32, as those behind mapAtRoot() are.
bool hasOutliers(mlir::arith::ConstantOp weight, mlir::arith::ConstantOp bias);

/// The same for the weight and bias of `output`.
bool hasOutliers(const LayerOutput &output);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_OUTLIERS_H
