//===- ModuleLayers.h - The linear layers of a module -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A module as an attacker of soft locks reads it: which constants are weights,
// along which of their axes lie outputs and inputs, and which layers share a
// channel, so that it can be scaled in one and scaled back in the others.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_MODULELAYERS_H
#define HWLOCK_API_MODULELAYERS_H

#include "hwlock/Api/ModuleConstants.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "llvm/Support/JSON.h"

namespace hwlock {

/// A contraction or convolution of a constant with something else.
struct ModuleLayer {
  mlir::linalg::LinalgOp op;
  bool isConvolution;
  /// Each reads its own input channels and writes its own outputs.
  int64_t groups;
  /// Operand that is no constant, and its dimension of channels.
  mlir::OpOperand *input;
  int64_t inputChannels;
  /// Dimension of channels of the result; nothing if it is not understood.
  std::optional<int64_t> outputChannels;
  /// Dimensions of groups, where those are not the channels.
  std::optional<int64_t> inputGroups, outputGroups;
  /// Places in ModuleConstants; a bias is added to this layer alone.
  size_t weight;
  std::optional<size_t> bias;
  /// What it computes, with its bias.
  mlir::Value written;
  /// Axes of the constant. Those of neither are taps of a kernel.
  llvm::SmallVector<int64_t> outputAxes, inputAxes;
  /// Index among the distinct inputs of layers.
  size_t inputIndex;
};

/// Channels that layers write and read with nothing between them that a
/// positive factor does not pass through.
struct ChannelStream {
  llvm::SmallVector<size_t> writers;
  /// Channel c of the stream is read by those inputs i of a layer for which
  /// (i / stride) % channels = c.
  struct Reader {
    size_t layer;
    int64_t stride;
  };
  llvm::SmallVector<Reader> readers;
  /// Constants with one value for each channel that are added on the way.
  llvm::SmallVector<size_t> biases;
};

class ModuleLayers {
public:
  explicit ModuleLayers(const ModuleConstants &constants);

  llvm::ArrayRef<ModuleLayer> layers() const { return found; }
  llvm::ArrayRef<ChannelStream> streams() const { return joined; }
  /// Values that layers read, without repetition, with their channels.
  using Input = std::pair<mlir::Value, int64_t>;
  llvm::ArrayRef<Input> inputs() const { return read.getArrayRef(); }

private:
  std::vector<ModuleLayer> found;
  std::vector<ChannelStream> joined;
  llvm::SetVector<Input> read;
};

/// Adds the attributes "layers", "streams" and "inputs" to an open object.
void writeLayers(llvm::json::OStream &json, const ModuleConstants &constants,
                 const ModuleLayers &layers);

} // namespace hwlock

#endif // HWLOCK_API_MODULELAYERS_H
