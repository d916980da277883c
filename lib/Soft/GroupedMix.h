//===- GroupedMix.h - A product with a block-diagonal matrix --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_GROUPEDMIX_H
#define HWLOCK_LIB_SOFT_GROUPEDMIX_H

#include "hwlock/Soft/MixingMatrix.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

namespace hwlock {

/// `blocks`, all of one size, as tensor<blocks x size x size>.
mlir::arith::ConstantOp buildMatrices(mlir::OpBuilder &builder,
                                      mlir::Location loc,
                                      llvm::ArrayRef<MixingMatrix> blocks);

/// M x along `axis` of `input`, where M has `matrices` on its diagonal, and its
/// ReLU if `withRelu`. The axis must have as many elements as they have rows.
mlir::Value buildGroupedMix(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value input, unsigned axis,
                            mlir::arith::ConstantOp matrices, bool withRelu);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_GROUPEDMIX_H
