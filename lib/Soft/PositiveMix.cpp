//===- PositiveMix.cpp - What a layer reads, mixed ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PositiveMix.h"
#include "ChannelBlocks.h"
#include "GroupedMix.h"
#include "SharedSum.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

/// A sum over all channels drifts less than blocks of the same kappa, if the
/// weights of each block nearly cancel, so that partial sums stay small. That
/// takes blocks that amplify a little, and too little to be heard beside it.
static constexpr double kappaOfSum = 2.5, kappaOfBlocks = 1.0 / 64;

namespace {

/// What is inserted before a layer; the sum is null if nothing is added.
struct Inserted {
  arith::ConstantOp matrices, sum;

  Value operator()(OpBuilder &builder, Location loc, Value x,
                   unsigned axis) const {
    Value mixed =
        buildGroupedMix(builder, loc, x, axis, matrices, /*withRelu=*/!sum);
    return sum ? buildSharedSum(builder, loc, mixed, axis, sum) : mixed;
  }
};

} // namespace

/// Multiplies the weight that reads `input` by the inverse of what is returned.
static Inserted drawMix(OpBuilder &builder, const LayerInput &input,
                        const PositiveMix &mix, Random &random,
                        WeightEditor &editor) {
  Location loc = input.operand->getOwner()->getLoc();
  double kappa =
      mix.sums ? std::max(1.0, kappaOfBlocks * mix.kappa) : mix.kappa;
  std::vector<MixingMatrix> matrices;
  for (int64_t i = 0; i < input.size; i += mix.block)
    matrices.push_back(positiveMixing(mix.block, kappa, random));
  multiplyChannels(input.weight, matrices, editor);
  Inserted inserted{buildMatrices(builder, loc, matrices), nullptr};
  if (mix.sums) {
    // The blocks amplify by `kappa` what the sum reads.
    double length = kappaOfSum * mix.kappa / kappa / std::sqrt(input.size);
    std::vector<float> sum = drawSum(input.size, length, random);
    divideBySum(input.weight, sum, editor);
    inserted.sum = buildMatrices(builder, loc, 1, 1, sum);
  }
  return inserted;
}

/// The padding that adds only zeros to other axes than that of the channels, if
/// that is what `input` reads.
static tensor::PadOp zeroPadding(const LayerInput &input) {
  auto pad = input.operand->get().getDefiningOp<tensor::PadOp>();
  return pad && padsZeros(pad, input.axis) ? pad : nullptr;
}

void mixBefore(const LinearLayer &layer, const LayerInput &input,
               const PositiveMix &mix, Random &random, WeightEditor &editor,
               RewrittenWeights &rewritten) {
  OpBuilder builder(layer.op);
  Location loc = input.operand->getOwner()->getLoc();
  Inserted inserted = drawMix(builder, input, mix, random, editor);
  // Before padding there is less to mix.
  tensor::PadOp pad = zeroPadding(input);
  Value mixed = inserted(
      builder, loc, pad ? pad.getSource() : input.operand->get(), input.axis);
  if (pad) {
    IRMapping mapping;
    mapping.map(pad.getSource(), mixed);
    mixed = builder.clone(*pad, mapping)->getResult(0);
  }
  input.operand->set(mixed);
  rewritten.addInserted(inserted.matrices);
  if (inserted.sum)
    rewritten.addInserted(inserted.sum);
}

} // namespace hwlock
