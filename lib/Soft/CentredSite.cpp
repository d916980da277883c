//===- CentredSite.cpp - Layers that read what a layer norm makes ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CentredSite.h"
#include "ConstantRoot.h"
#include "LayerSides.h"
#include "Rows.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

/// The largest of `gains` over the smallest.
static double spread(ArrayRef<double> gains) {
  double least = INFINITY, most = 0;
  for (double gain : gains) {
    least = std::min(least, std::abs(gain));
    most = std::max(most, std::abs(gain));
  }
  return most / least;
}

/// The loops of `op` that the channels of `input` lie along, if it sums over
/// all of them in each place of its result.
static std::optional<ChannelMap>
summedChannels(linalg::LinalgOp op, OpOperand &input, const ChannelMap &map) {
  AffineMap indexing = op.getMatchingIndexingMap(&input);
  std::optional<ChannelMap> loops = map.toLoops(indexing);
  if (!loops)
    return std::nullopt;
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  for (auto [loop, iterator] : llvm::enumerate(iterators)) {
    if (!loops->onAxis(loop))
      continue;
    if (iterator != utils::IteratorType::reduction ||
        axesAlong(loop, indexing) != 1)
      return std::nullopt;
  }
  return loops;
}

/// True if the sum of `op` takes each element of its constant once, in each
/// place of its result.
static bool takesEachOnce(linalg::LinalgOp op, OpOperand &weight,
                          arith::ConstantOp constant) {
  AffineMap indexing = op.getMatchingIndexingMap(&weight);
  auto type = cast<ShapedType>(weight.get().getType());
  auto whole = cast<ShapedType>(constant.getType());
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  for (auto [loop, iterator] : llvm::enumerate(iterators))
    if (iterator == utils::IteratorType::reduction &&
        !indexing.isFunctionOfDim(loop))
      return false;
  if (!indexing.isProjectedPermutation())
    return false;
  int64_t elements = 1;
  for (auto [axis, expression] : llvm::enumerate(indexing.getResults())) {
    // Repeated for each sample of a batch, maybe of any number of them.
    if (iterators[cast<AffineDimExpr>(expression).getPosition()] ==
            utils::IteratorType::parallel &&
        isRepeatedAlong(weight.get(), axis))
      continue;
    if (type.isDynamicDim(axis))
      return false;
    elements *= type.getDimSize(axis);
  }
  return elements == whole.getNumElements();
}

std::optional<CentredSite> centredSite(LinearLayer layer,
                                       const ChannelAnalysis &analysis,
                                       const CentredValues &centred,
                                       double maxSpread, StringRef &reason) {
  LayerOperands operands(layer.op);
  const CentredValue *value = centred.of(operands.input->get());
  reason = "its input is not known to be centred over channels, as behind a "
           "layer norm";
  if (!value)
    return std::nullopt;
  std::optional<ChannelMap> loops =
      summedChannels(layer.op, *operands.input, value->map);
  reason = "it does not sum over the channels that its input is centred over";
  if (!loops)
    return std::nullopt;
  reason = "the gains of its input spread too far";
  if (!(spread(value->gain) <= maxSpread))
    return std::nullopt;
  std::optional<ChannelMap> reads =
      loops->fromLoops(layer.op.getMatchingIndexingMap(operands.weight));
  if (reads)
    reads = mapAtRoot(operands.weight->get(), *reads);
  const ChannelWeight *makes = analysis.madeBy(layer);
  reason = "its weight cannot be rewritten";
  if (!reads || !reads->hasAxesOfItsOwn() || !makes ||
      !analysis.mapOf(layer.op->getResult(0)))
    return std::nullopt;
  reason = "its sum does not take each of its weights once";
  if (!takesEachOnce(layer.op, *operands.weight, layer.weight))
    return std::nullopt;
  reason = "";
  return CentredSite{layer, value,
                     ChannelWeight{layer.weight, *reads, /*reads=*/true},
                     *makes};
}

} // namespace hwlock
