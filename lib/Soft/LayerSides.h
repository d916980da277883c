//===- LayerSides.h - What a layer reads and what it makes ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For locks that insert operations before or behind a layer: the one axis of
// channels there, and the weight along it. Channels count from 0.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_SOFT_LAYERSIDES_H
#define HWLOCK_LIB_SOFT_LAYERSIDES_H

#include "hwlock/Soft/ChannelAnalysis.h"
#include <optional>

namespace hwlock {

/// The operands of a contraction with a constant.
struct LayerOperands {
  mlir::OpOperand *input, *weight;
  explicit LayerOperands(mlir::linalg::LinalgOp op);
};

/// How many products `op` sums for each element of its result; a dynamic size
/// counts as 1.
int64_t summands(mlir::linalg::LinalgOp op);

/// The axis that is counted by `loop` alone; nothing, too, if another depends
/// on it, as along a diagonal.
std::optional<unsigned> axisOf(unsigned loop, mlir::AffineMap indexing);

/// True if `pad` adds only zeros, and none along `axis`.
bool padsZeros(mlir::tensor::PadOp pad, unsigned axis);

struct LayerInput {
  mlir::OpOperand *operand;
  /// That the layer sums over, and the axis of the operand that it is.
  unsigned loop, axis;
  int64_t size;
  ChannelWeight weight;
};

/// What `layer` reads, of float32; otherwise `reason` says what is in the way.
std::optional<LayerInput> inputOf(const LinearLayer &layer,
                                  llvm::StringRef &reason);

struct LayerOutput {
  /// With its bias.
  mlir::Value value;
  /// Of the layer, and the axis of the value that it is.
  unsigned loop, axis;
  int64_t size;
  ChannelWeight weight;
  /// What is added for each channel before anyone reads it: what the layer
  /// starts from, or the constant of a sum behind it.
  std::optional<ChannelWeight> bias;
};

/// What `layer` makes; otherwise `reason` says what is in the way.
std::optional<LayerOutput> outputOf(const LinearLayer &layer,
                                    llvm::StringRef &reason);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_LAYERSIDES_H
