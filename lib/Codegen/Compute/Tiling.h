//===- Tiling.h - Tile sizes ----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CODEGEN_COMPUTE_TILING_H
#define HWLOCK_LIB_CODEGEN_COMPUTE_TILING_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/TileUsingInterface.h"
#include "mlir/IR/PatternMatch.h"

namespace hwlock {

/// What fits into the registers of a target with vectors of `vectorBits`.
struct RegisterTile {
  explicit RegisterTile(unsigned vectorBits)
      : vectorBits(vectorBits), rows(vectorBits >= 512 ? 8 : 6) {}

  unsigned vectorBits;
  /// Rows of accumulators, each two registers wide.
  int64_t rows;
  /// Steps of a reduction that are unrolled.
  static constexpr int64_t depth = 8;

  /// Elements that one elementwise or reduction step handles: four registers.
  int64_t run(mlir::Type element) const;
};

/// A tile of a dimension of `size` of about `cap`: a divisor if one is not much
/// smaller, else `cap`, which leaves a remainder for `peel`.
int64_t tileOf(int64_t size, int64_t cap);

/// Puts loops with steps of `sizes` around `op`, none where a size is 0, and
/// replaces it.
mlir::FailureOr<mlir::scf::SCFTilingResult>
tileLoops(mlir::RewriterBase &rewriter, mlir::linalg::LinalgOp op,
          llvm::ArrayRef<int64_t> sizes);

/// Cuts the last, partial iteration off each of `loops`, innermost first.
void peel(mlir::RewriterBase &rewriter,
          llvm::ArrayRef<mlir::LoopLikeOpInterface> loops);

/// Whether the operation has operands that must not become vectors.
bool touchesBooleans(mlir::linalg::LinalgOp op);

/// Whether the loops of the operation can be cut into tiles of static size: it
/// works on tensors of static shape, none of them empty or of booleans, and
/// reads them forwards.
bool canTile(mlir::linalg::LinalgOp op);

/// Whether `op` is a matrix product or a convolution, whose innermost loop is
/// unrolled. A product with a vector is a plain sum along rows.
bool isSumOfProducts(mlir::linalg::LinalgOp op);

/// Fails with an error unless `op` has the loops that its attribute
/// `hwlock.contraction` promises.
mlir::LogicalResult checkContraction(mlir::linalg::GenericOp op);

/// Tiles the parallel loops of a contraction in its final layout and fuses the
/// elementwise operations that follow into them.
void tileContraction(mlir::RewriterBase &rewriter, mlir::linalg::GenericOp op,
                     const RegisterTile &tile);

/// The dimensions of `op` whose neighbours lie next to each other in memory.
struct VectorDims {
  /// Parallel dimensions to vectorise, none if the reduction should be.
  llvm::SmallVector<unsigned, 2> parallel;
  std::optional<unsigned> reduction;
};
VectorDims chooseVectorDims(mlir::linalg::LinalgOp op);

} // namespace hwlock

#endif // HWLOCK_LIB_CODEGEN_COMPUTE_TILING_H
