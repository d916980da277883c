//===- InsertedOps.h - Operations that locks insert -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_INSERTEDOPS_H
#define HWLOCK_LIB_SOFT_INSERTEDOPS_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

namespace hwlock {

/// A constant of float32, as a resource of `name`.
mlir::arith::ConstantOp buildFloats(mlir::OpBuilder &builder,
                                    mlir::Location loc,
                                    llvm::ArrayRef<int64_t> shape,
                                    llvm::ArrayRef<float> values,
                                    llvm::StringRef name);

/// The sum of `terms`, each read through its map. The first has the shape of
/// the result.
mlir::Value buildSum(mlir::OpBuilder &builder, mlir::Location loc,
                     mlir::ValueRange terms,
                     llvm::ArrayRef<mlir::AffineMap> maps);

/// The ReLU of such a sum.
mlir::Value buildReluOfSum(mlir::OpBuilder &builder, mlir::Location loc,
                           mlir::ValueRange terms,
                           llvm::ArrayRef<mlir::AffineMap> maps);

mlir::Value buildRelu(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value input);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_INSERTEDOPS_H
