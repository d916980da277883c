//===- Rows.cpp - Along which axes of a tensor its rows lie ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Rows.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace hwlock {

Rows wholeRows(Value value, const ChannelMap &map) {
  Rows rows;
  auto type = cast<RankedTensorType>(value.getType());
  for (unsigned axis = 0; axis < map.rank(); ++axis)
    if (type.getDimSize(axis) != 1 && !map.onAxis(axis))
      rows.push_back(axis);
  return rows;
}

std::optional<Rows> rowLoops(ArrayRef<unsigned> rows, AffineMap indexing) {
  Rows loops;
  for (unsigned axis : rows) {
    auto loop = dyn_cast<AffineDimExpr>(indexing.getResult(axis));
    if (!loop || (!loops.empty() && loop.getPosition() <= loops.back()))
      return std::nullopt;
    loops.push_back(loop.getPosition());
  }
  return loops;
}

std::optional<Rows> rowAxes(ArrayRef<unsigned> loops, AffineMap written) {
  Rows axes, found;
  for (auto [axis, expression] : llvm::enumerate(written.getResults()))
    if (auto loop = dyn_cast<AffineDimExpr>(expression);
        loop && llvm::is_contained(loops, loop.getPosition())) {
      axes.push_back(axis);
      found.push_back(loop.getPosition());
    }
  return ArrayRef(found) == loops ? std::optional(axes) : std::nullopt;
}

unsigned axesAlong(unsigned loop, AffineMap indexing) {
  return llvm::count_if(indexing.getResults(), [&](AffineExpr place) {
    return place.isFunctionOfDim(loop);
  });
}

} // namespace hwlock
