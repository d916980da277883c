//===- SplitPair.cpp - Layers as differences of ReLUs ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "GroupedMix.h"
#include "InsertedOps.h"
#include "Outliers.h"
#include "SoftRemarks.h"
#include "WideLayer.h"
#include "hwlock/Soft/Passes.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_SPLITPAIR
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// [M; -M] and [M^-1, -M^-1] for all blocks of channels.
struct Pairs {
  std::vector<Combination> channels;
  /// [blocks, size, 2 * size]
  std::vector<float> back;

  Pairs(int64_t count, int64_t size, double kappa, Random &random) {
    for (int64_t first = 0; first < count; first += size)
      addBlock(first, size, kappa, random);
  }

private:
  void addBlock(int64_t first, int64_t size, double kappa, Random &random) {
    // The inverse is stored, and M is the inverse of that.
    MixingMatrix inverse = rounded(signedMixing(size, kappa, random));
    MixingMatrix matrix = inverted(inverse);
    size_t start = back.size();
    back.resize(start + 2 * size * size);
    for (auto [place, half] : llvm::enumerate(random.order(2 * size))) {
      int64_t row = half % size;
      // A power of two passes through ReLU.
      double scale = std::ldexp(half < size ? 1 : -1, random.integer(-3, 3));
      Combination &channel = channels.emplace_back();
      for (int64_t i = 0; i < size; ++i) {
        channel.push_back({first + i, scale * matrix.matrix[row * size + i]});
        back[start + 2 * size * i + place] =
            float(inverse.matrix[i * size + row] / scale);
      }
    }
  }
};

struct SplitPair : impl::SplitPairBase<SplitPair> {
  using SplitPairBase::SplitPairBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappa(context, kappa)))
      return failure();
    return checkBlock(context, block, 256);
  }

  void runOnOperation() override {
    Random random(seed);
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      splitFunction(function, random, getAnalysis<RewrittenWeights>());
    markAnalysesPreserved<RewrittenWeights>();
  }

  StringRef whyNot(const LinearLayer &layer, const LayerOutput &output,
                   const RewrittenWeights &rewritten) const {
    if (besideOthers && rewritten.isAmplified(layer.weight))
      return rewrittenReason;
    if (!hasStaticWeight(layer.op))
      return "its weight is repeated for a dynamic batch";
    if (!hasPlainWeight(layer.op))
      return "its weight cannot be rewritten";
    if (!hasPlainBias(output))
      return "its bias is more than a number for each channel";
    if (largestDivisor(output.size, block) < 2)
      return "its channels do not divide into blocks";
    if (hasOutliers(output))
      return outliersReason;
    return "";
  }

  void splitFunction(FunctionOpInterface function, Random &random,
                     RewrittenWeights &rewritten) {
    ChannelAnalysis analysis(function);
    SoftRemarks remarks(function, getArgument(), "split");
    std::vector<std::pair<LinearLayer, LayerOutput>> sites;
    for (const LinearLayer &layer : analysis.layers()) {
      StringRef reason;
      std::optional<LayerOutput> output = outputOf(layer, reason);
      if (output)
        reason = whyNot(layer, *output, rewritten);
      if (reason.empty()) {
        sites.push_back({layer, *output});
        remarks.changed(layer);
      } else {
        remarks.kept(layer, reason);
      }
    }
    for (const auto &[layer, output] : sites) {
      split(layer, output, random, rewritten);
      ++numSplit;
    }
    remarks.summarise();
  }

  void split(const LinearLayer &layer, const LayerOutput &output,
             Random &random, RewrittenWeights &rewritten) {
    int64_t size = largestDivisor(output.size, block);
    Pairs pairs(output.size, size, kappa, random);
    Value value = output.value;
    Value wide = wideOutput(layer, output, pairs.channels, rewritten);
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(wide);
    Location loc = value.getLoc();
    arith::ConstantOp back =
        buildMatrices(builder, loc, output.size / size, size, pairs.back);
    rewritten.add(back);
    Value whole = buildGroupedMix(builder, loc, buildRelu(builder, loc, wide),
                                  output.axis, back, /*withRelu=*/false);
    value.replaceAllUsesWith(whole);
    eraseUnused(value.getDefiningOp(), rewritten);
  }
};

} // namespace
} // namespace hwlock
