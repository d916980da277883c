//===- GroupedMix.h - A product with a block-diagonal matrix --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_GROUPEDMIX_H
#define HWLOCK_LIB_SOFT_GROUPEDMIX_H

#include "hwlock/Soft/MixingMatrix.h"
#include "mlir/IR/Builders.h"

namespace hwlock {

/// relu(M x) along `axis` of `input`, where M has `blocks`, all of one size, on
/// its diagonal. The axis must have as many elements as they have rows.
mlir::Value buildGroupedMix(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value input, unsigned axis,
                            llvm::ArrayRef<MixingMatrix> blocks);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_GROUPEDMIX_H
