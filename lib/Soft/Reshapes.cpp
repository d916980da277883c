//===- Reshapes.cpp - Channels through what moves no element --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Reshapes.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace hwlock {

std::optional<ChannelMap> reshaped(Operation *op, const ChannelMap &map) {
  return llvm::TypeSwitch<Operation *, std::optional<ChannelMap>>(op)
      .Case([&](tensor::CollapseShapeOp collapse) {
        return map.collapse(collapse.getReassociationIndices(),
                            collapse.getSrcType());
      })
      .Case([&](tensor::ExpandShapeOp expand) {
        return map.expand(expand.getReassociationIndices(),
                          expand.getResultType());
      })
      .Case([&](tensor::ReshapeOp reshape) {
        return map.reshape(cast<ShapedType>(reshape.getSource().getType()),
                           cast<ShapedType>(reshape.getType()));
      })
      .Case([&](tensor::CastOp cast) -> std::optional<ChannelMap> {
        // Without a rank there are no axes.
        if (!isa<RankedTensorType>(cast.getType()))
          return std::nullopt;
        return map;
      })
      .Default([](Operation *) { return std::nullopt; });
}

} // namespace hwlock
