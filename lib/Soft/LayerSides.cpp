//===- LayerSides.cpp - What a layer reads and what it makes --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LayerSides.h"
#include "ConstantRoot.h"
#include "DegreeEvaluation.h"
#include "Rows.h"

using namespace mlir;

namespace hwlock {

static constexpr StringRef fixedWeight = "its weight cannot be rewritten";

LayerOperands::LayerOperands(linalg::LinalgOp op)
    : input(op.getDpsInputOperand(0)), weight(op.getDpsInputOperand(1)) {
  // As ChannelAnalysis has it.
  if (!constantRoot(weight->get()))
    std::swap(input, weight);
}

/// The constant behind `operand`, if one of its axes counts the `size` places
/// of `loop`.
static std::optional<ChannelWeight> constantAlong(linalg::LinalgOp op,
                                                  OpOperand &operand,
                                                  unsigned loop, int64_t size,
                                                  bool reads) {
  AffineMap indexing = op.getMatchingIndexingMap(&operand);
  if (!axisOf(loop, indexing))
    return std::nullopt;
  ChannelMap loops(op.getNumLoops());
  loops.setAxis(loop, size, 1);
  std::optional<ChannelMap> map = loops.fromLoops(indexing);
  if (map)
    map = mapAtRoot(operand.get(), *map);
  if (!map || map->digits().size() != 1)
    return std::nullopt;
  return ChannelWeight{constantRoot(operand.get()), *map, reads};
}

int64_t summands(linalg::LinalgOp op) {
  int64_t count = 1;
  for (auto [iterator, size] :
       llvm::zip_equal(op.getIteratorTypesArray(), op.getStaticLoopRanges()))
    if (iterator == utils::IteratorType::reduction)
      count *= ShapedType::isDynamic(size) ? 1 : size;
  return count;
}

std::optional<unsigned> axisOf(unsigned loop, AffineMap indexing) {
  AffineExpr plain = getAffineDimExpr(loop, indexing.getContext());
  ArrayRef<AffineExpr> axes = indexing.getResults();
  const auto *found = llvm::find(axes, plain);
  if (found == axes.end() || axesAlong(loop, indexing) > 1)
    return std::nullopt;
  return found - axes.begin();
}

/// The loop that `op` sums `input` and `weight` over; nothing unless there is
/// one.
static std::optional<unsigned> summedLoop(linalg::LinalgOp op, AffineMap input,
                                          AffineMap weight) {
  std::optional<unsigned> found;
  SmallVector<utils::IteratorType> loops = op.getIteratorTypesArray();
  for (auto [loop, iterator] : llvm::enumerate(loops)) {
    if (iterator != utils::IteratorType::reduction || !axisOf(loop, input) ||
        !axisOf(loop, weight))
      continue;
    if (found)
      return std::nullopt;
    found = loop;
  }
  return found;
}

std::optional<LayerInput> inputOf(const LinearLayer &layer, StringRef &reason) {
  linalg::LinalgOp op = layer.op;
  LayerOperands operands(op);
  AffineMap reads = op.getMatchingIndexingMap(operands.input);
  AffineMap weighs = op.getMatchingIndexingMap(operands.weight);
  std::optional<unsigned> loop = summedLoop(op, reads, weighs);
  int64_t size = loop ? op.getStaticLoopRanges()[*loop] : ShapedType::kDynamic;
  reason = "it sums over no channels";
  if (ShapedType::isDynamic(size) || size < 2)
    return std::nullopt;
  reason = "what it reads is not float32";
  if (!getElementTypeOrSelf(operands.input->get()).isF32())
    return std::nullopt;
  reason = fixedWeight;
  std::optional<ChannelWeight> weight =
      constantAlong(op, *operands.weight, *loop, size, /*reads=*/true);
  if (!weight)
    return std::nullopt;
  return LayerInput{operands.input, *loop, *axisOf(*loop, reads), size,
                    *weight};
}

/// The operand that `op` adds to `value`, element by element and in place.
static OpOperand *addedTo(Value value, linalg::LinalgOp op) {
  Block &body = *op.getBlock();
  if (!op.isAllParallelLoops() || op.getNumDpsInits() != 1 ||
      !llvm::hasNItems(body.without_terminator(), 1))
    return nullptr;
  auto add = dyn_cast<arith::AddFOp>(body.front());
  if (!add || body.getTerminator()->getOperand(0) != add.getResult() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return nullptr;
  OpOperand *self = nullptr, *other = nullptr;
  for (Value term : {add.getLhs(), add.getRhs()}) {
    auto argument = dyn_cast<BlockArgument>(term);
    if (!argument || argument.getOwner() != &body)
      return nullptr;
    OpOperand *operand = op.getMatchingOpOperand(argument);
    (operand->get() == value ? self : other) = operand;
  }
  if (!self || !other || !op.getMatchingIndexingMap(self).isIdentity())
    return nullptr;
  return other;
}

/// Moves `output` behind the sum with a constant that alone reads it.
static void passBias(LayerOutput &output) {
  if (!output.value.hasOneUse())
    return;
  auto op = dyn_cast<linalg::LinalgOp>(*output.value.user_begin());
  OpOperand *added = op ? addedTo(output.value, op) : nullptr;
  if (!added || !constantRoot(added->get()))
    return;
  std::optional<ChannelWeight> bias =
      constantAlong(op, *added, output.axis, output.size, /*reads=*/false);
  if (!bias)
    return;
  output.value = op->getResult(0);
  output.bias = bias;
}

bool padsZeros(tensor::PadOp pad, unsigned axis) {
  Value padding = pad.getConstantPaddingValue();
  return padding && isZero(padding) && pad.getStaticLow()[axis] == 0 &&
         pad.getStaticHigh()[axis] == 0;
}

std::optional<LayerOutput> outputOf(const LinearLayer &layer,
                                    StringRef &reason) {
  linalg::LinalgOp op = layer.op;
  LayerOperands operands(op);
  OpOperand *init = op.getDpsInitOperand(0);
  AffineMap weighs = op.getMatchingIndexingMap(operands.weight);
  AffineMap written = op.getMatchingIndexingMap(init);
  // The last axis that the weight has, too: groups lie before their channels.
  std::optional<unsigned> loop;
  for (AffineExpr expression : written.getResults())
    if (auto plain = dyn_cast<AffineDimExpr>(expression);
        plain && axisOf(plain.getPosition(), written) &&
        axisOf(plain.getPosition(), weighs))
      loop = plain.getPosition();
  reason = fixedWeight;
  if (!loop)
    return std::nullopt;
  reason = "each channel meets weights of its own, as in a depthwise "
           "convolution";
  if (op.getMatchingIndexingMap(operands.input).isFunctionOfDim(*loop))
    return std::nullopt;
  int64_t size = op.getStaticLoopRanges()[*loop];
  reason = fixedWeight;
  std::optional<ChannelWeight> weight =
      constantAlong(op, *operands.weight, *loop, size, /*reads=*/false);
  if (!weight)
    return std::nullopt;
  LayerOutput output{
      op->getResult(0), *loop,       *axisOf(*loop, written), size,
      *weight,          std::nullopt};
  if (isZero(init->get())) {
    passBias(output);
    return output;
  }
  reason = "what it is added to cannot be rewritten";
  if (constantRoot(init->get()))
    output.bias = constantAlong(op, *init, *loop, size, /*reads=*/false);
  if (!output.bias)
    return std::nullopt;
  return output;
}

} // namespace hwlock
