//===- OutputBias.cpp - What is added to the outputs of a layer -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "OutputBias.h"
#include "InsertedOps.h"
#include "LayerSides.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {

static void insertAddition(LinearLayer layer, const ChannelMap &map,
                           ArrayRef<double> summands) {
  OpBuilder builder(layer.op);
  builder.setInsertionPointAfter(layer.op);
  Location loc = layer.op.getLoc();
  Value result = layer.op->getResult(0);
  auto type = cast<RankedTensorType>(result.getType());
  // The constant has the axes of the result that channels lie on.
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> read;
  for (auto [axis, size] : llvm::enumerate(type.getShape()))
    if (map.onAxis(axis)) {
      shape.push_back(size);
      read.push_back(builder.getAffineDimExpr(axis));
    }
  MLIRContext *context = builder.getContext();
  AffineMap axes = AffineMap::get(type.getRank(), 0, read, context);
  std::vector<float> numbers(ShapedType::getNumElements(shape));
  forEachElement(shape, *map.fromLoops(axes), [&](size_t at, int64_t channel) {
    numbers[at] = float(summands[channel - layer.firstChannel]);
  });
  Value constant = arith::ConstantOp::create(
      builder, loc,
      DenseElementsAttr::get(RankedTensorType::get(shape, builder.getF32Type()),
                             ArrayRef<float>(numbers)));
  Value sum = buildSum(builder, loc, {result, constant},
                       {builder.getMultiDimIdentityMap(type.getRank()), axes});
  result.replaceUsesWithIf(sum, [&](OpOperand &use) {
    Operation *owner = use.getOwner();
    return owner != sum.getDefiningOp() && !isa<tensor::DimOp>(owner);
  });
}

void addToOutputs(LinearLayer layer, const ChannelAnalysis &analysis,
                  ArrayRef<double> summands, WeightEditor &editor) {
  StringRef reason;
  std::optional<LayerOutput> output = outputOf(layer, reason);
  if (!output || !output->bias || output->size != layer.channels)
    return insertAddition(layer, *analysis.mapOf(layer.op->getResult(0)),
                          summands);
  const ChannelWeight &bias = *output->bias;
  MutableArrayRef<float> values = editor.edit(bias.constant);
  forEachElement(bias.shape(), bias.map, [&](size_t at, int64_t channel) {
    values[at] = float(values[at] + summands[channel]);
  });
}

} // namespace hwlock
