//===- Activation.h - What lies between two layers ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function of each element, in one operation or spelled out over several, as
// exporters write x * 0.5 * (1 + erf(x / sqrt 2)) or the same with tanh.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_ACTIVATION_H
#define HWLOCK_LIB_SOFT_ACTIVATION_H

#include "mlir/IR/Value.h"
#include "llvm/ADT/MapVector.h"
#include <optional>

namespace hwlock {

struct Activation {
  /// What is read, and what `ops` make of it, with the axis of its channels in
  /// each: structured operations, and reshapes that leave that axis alone.
  llvm::MapVector<mlir::Value, unsigned> axes;
  llvm::SmallVector<mlir::Operation *> ops;
  /// The only one of these that others read.
  mlir::Value before, after;
};

/// What alone reads `value`, whose channels lie along `axis`, element by
/// element; nothing if it is no such function, or others see what it computes
/// on the way.
std::optional<Activation> activationOf(mlir::Value value, unsigned axis);

/// `activation` of `wide`, which is like what it reads but for the number of
/// channels. What was there stays.
mlir::Value widened(const Activation &activation, mlir::Value wide);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_ACTIVATION_H
