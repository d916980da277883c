//===- Layouts.h - Pieces of hwlock-choose-layouts ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CODEGEN_COMPUTE_LAYOUTS_H
#define HWLOCK_LIB_CODEGEN_COMPUTE_LAYOUTS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace hwlock {

/// Attribute of a contraction in its final layout, a StringAttr that says how
/// to tile it: one of the names below.
inline constexpr char kContractionAttr[] = "hwlock.contraction";
inline constexpr char kMatmulKind[] = "matmul";
inline constexpr char kConvolutionKind[] = "convolution";
inline constexpr char kDepthwiseKind[] = "depthwise";

/// Permutations of `linalg.transpose`.
inline constexpr int64_t kToNhwc[] = {0, 2, 3, 1};
inline constexpr int64_t kToNchw[] = {0, 3, 1, 2};

/// Whether `op` works on tensors of static shape, none of them empty: nothing
/// else gets a layout.
bool isOnStaticTensors(mlir::linalg::LinalgOp op);

/// Static tensors of zeros, and a transposed value.
mlir::Value createZeros(mlir::OpBuilder &builder, mlir::Location loc,
                        llvm::ArrayRef<int64_t> shape, mlir::Type element);
mlir::Value createTranspose(mlir::OpBuilder &builder, mlir::Location loc,
                            mlir::Value value, llvm::ArrayRef<int64_t> perm);

/// `value` with dimension `dim` cut into tiles of `size`, the tile innermost
/// and the other dimensions in the order `outer`; filled up with zeros if
/// `size` does not divide.
mlir::Value createPack(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value value, int64_t dim, int64_t size,
                       llvm::ArrayRef<int64_t> outer);

/// Joins the last two dimensions and drops what padding added to reach `size`.
mlir::Value createUnpack(mlir::OpBuilder &builder, mlir::Location loc,
                         mlir::Value value, int64_t size);

/// The scalar that fills `value`, or nothing.
mlir::Value fillValue(mlir::Value value);
bool isZeroFill(mlir::Value value);

/// Body of a contraction: out + a * b.
void buildMultiplyAdd(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::ValueRange arguments);

/// How many elements of `type` a vector register of `vectorBits` holds.
inline int64_t lanesOf(mlir::Type type, unsigned vectorBits) {
  return vectorBits / type.getIntOrFloatBitWidth();
}

/// Strides and dilations of a two-dimensional window, and the expression of the
/// input coordinate that they give.
struct Window {
  int64_t strides[2], dilations[2];
  template <typename Op> static Window of(Op op) {
    auto strides = op.getStrides().template getValues<int64_t>();
    auto dilations = op.getDilations().template getValues<int64_t>();
    return {{strides[0], strides[1]}, {dilations[0], dilations[1]}};
  }
  mlir::AffineExpr at(unsigned dim, mlir::AffineExpr output,
                      mlir::AffineExpr window) const {
    return output * strides[dim] + window * dilations[dim];
  }
};

void populateMatmulLayoutPatterns(mlir::RewritePatternSet &patterns,
                                  unsigned vectorBits);
void populateConvolutionLayoutPatterns(mlir::RewritePatternSet &patterns,
                                       unsigned vectorBits);
void populatePoolingLayoutPatterns(mlir::RewritePatternSet &patterns);
void populateTransposeSinkingPatterns(mlir::RewritePatternSet &patterns);

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_COMPUTE_LAYOUTS_H
