//===- WideLayer.h - Layers of more channels ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For locks that add channels: layers whose channels are sums of those that
// were there.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_WIDELAYER_H
#define HWLOCK_LIB_SOFT_WIDELAYER_H

#include "LayerSides.h"
#include "RewrittenWeights.h"

namespace hwlock {

/// A channel as a sum of others: their numbers and factors.
using Combination = llvm::SmallVector<std::pair<int64_t, double>, 2>;

/// True if the bias of `output`, if there is one, is one number for each
/// channel, which wideOutput() needs.
bool hasPlainBias(const LayerOutput &output);

/// True if `op` reads its weight in a static shape, which the functions below
/// need: a broadcast to a dynamic batch has none.
bool hasStaticWeight(mlir::linalg::LinalgOp op);

/// True if the elements of that weight are known; they need this, too.
bool hasPlainWeight(mlir::linalg::LinalgOp op);

/// Before whatever reads `output`, the same layer with `channels` instead, and
/// its bias. The layer stays.
mlir::Value wideOutput(const LinearLayer &layer, const LayerOutput &output,
                       llvm::ArrayRef<Combination> channels,
                       RewrittenWeights &rewritten);

/// Lets `layer` read `value`, which has `channels` of those that it reads now.
void readWide(const LinearLayer &layer, const LayerInput &input,
              mlir::Value value, llvm::ArrayRef<Combination> channels,
              RewrittenWeights &rewritten);

/// `type` with `size` places along `axis`.
mlir::RankedTensorType resized(mlir::Type type, unsigned axis, int64_t size);

/// A tensor without contents like `value`, with `size` places along `axis`.
mlir::Value emptyLike(mlir::OpBuilder &builder, mlir::Location loc,
                      mlir::Value value, unsigned axis, int64_t size);

/// Erases `op`, which nothing reads, and what only it reads.
void eraseUnused(mlir::Operation *op, RewrittenWeights &rewritten);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_WIDELAYER_H
