//===- WeightEditor.h - Constants of a model, rewritten -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_SOFT_WEIGHTEDITOR_H
#define HWLOCK_SOFT_WEIGHTEDITOR_H

#include "hwlock/Soft/ChannelMap.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AsmState.h"
#include "llvm/ADT/MapVector.h"

namespace hwlock {

/// Copies of float32 constants that may be changed. A resource stays one: a big
/// weight never becomes an attribute that lives as long as the context.
class WeightEditor {
public:
  /// The elements of `constant`, row-major, as they are now.
  llvm::MutableArrayRef<float> edit(mlir::arith::ConstantOp constant);
  /// The same without a copy if nothing was changed; a single element if all
  /// are equal.
  llvm::ArrayRef<float> read(mlir::arith::ConstantOp constant) const;

  /// Those that edit() was called for.
  llvm::SmallVector<mlir::arith::ConstantOp> changed() const;
  /// Gives each constant its changed elements.
  void commit();

private:
  llvm::MapVector<mlir::Operation *, mlir::AsmResourceBlob> copies;
};

/// Root of the mean square.
double magnitude(llvm::ArrayRef<float> values);

/// Calls `visit` with the number of each element of a tensor of `shape`, row-
/// major, and its channel.
void forEachElement(llvm::ArrayRef<int64_t> shape, const ChannelMap &map,
                    llvm::function_ref<void(size_t, int64_t)> visit);

} // namespace hwlock

#endif // HWLOCK_SOFT_WEIGHTEDITOR_H
