//===- FlipPair.cpp - Channels as pairs of an activation ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ConstantRoot.h"
#include "Outliers.h"
#include "ScalarFunction.h"
#include "SoftRemarks.h"
#include "WideLayer.h"
#include "hwlock/Soft/MixingMatrix.h"
#include "hwlock/Soft/Passes.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_FLIPPAIR
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// Two layers with nothing but an activation, and padding, between them.
struct Site {
  LinearLayer writer;
  LayerOutput output;
  Activation activation;
  /// Behind the activation; null if there is none.
  tensor::PadOp pad;
  LinearLayer reader;
  LayerInput input;
};

/// The zero padding that alone reads `value`, not along `axis`.
tensor::PadOp paddingOf(Value value, unsigned axis) {
  if (!value.hasOneUse())
    return nullptr;
  auto pad = dyn_cast<tensor::PadOp>(*value.user_begin());
  return pad && padsZeros(pad, axis) ? pad : nullptr;
}

/// The channels that the writer makes and the reader reads instead of theirs.
struct Pairs {
  std::vector<Combination> written, read;

  Pairs(int64_t count, int64_t flipped, double kappa, Random &random) {
    std::vector<int64_t> order = random.order(count);
    ArrayRef<int64_t> subset = ArrayRef(order).take_front(flipped);
    for (int64_t i = 0; i < count; ++i)
      add({{i, llvm::is_contained(subset, i) ? -1.0 : 1.0}}, {{i, 1.0}});
    MixingMatrix mixing = signedMixing(flipped, kappa, random);
    for (int64_t row = 0; row < flipped; ++row)
      for (double sign : {1.0, -1.0}) {
        Combination in, out;
        for (auto [at, channel] : llvm::enumerate(subset)) {
          size_t entry = row * flipped + at;
          in.push_back({channel, sign * mixing.matrix[entry]});
          out.push_back({channel, sign * mixing.inverseTransposed[entry]});
        }
        add(in, out);
      }
    std::vector<Combination> before = written, beforeRead = read;
    for (auto [to, from] : llvm::enumerate(random.order(written.size()))) {
      written[to] = before[from];
      read[to] = beforeRead[from];
    }
  }

private:
  void add(const Combination &in, const Combination &out) {
    written.push_back(in);
    read.push_back(out);
  }
};

struct FlipPair : impl::FlipPairBase<FlipPair> {
  using FlipPairBase::FlipPairBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappa(context, kappa)))
      return failure();
    if (!(fraction > 0 && fraction <= 1))
      return emitError(UnknownLoc::get(context))
             << "fraction is " << fraction.getValue()
             << ", expected more than 0, up to 1";
    return success();
  }

  void runOnOperation() override {
    Random random(seed);
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      flipFunction(function, random, getAnalysis<RewrittenWeights>());
    markAnalysesPreserved<RewrittenWeights>();
  }

  /// What `writer` and a layer behind it may be; otherwise `reason` says what
  /// is in the way.
  static std::optional<Site> siteOf(const LinearLayer &writer,
                                    StringRef &reason) {
    std::optional<LayerOutput> output = outputOf(writer, reason);
    if (!output)
      return std::nullopt;
    reason = "its weight, or the next, is repeated for a dynamic batch";
    if (!hasStaticWeight(writer.op))
      return std::nullopt;
    reason = "its weight, or the next, cannot be rewritten";
    if (!hasPlainWeight(writer.op))
      return std::nullopt;
    reason = "its bias is more than a number for each channel";
    if (!hasPlainBias(*output))
      return std::nullopt;
    reason = "it has a single channel";
    if (output->size < 2)
      return std::nullopt;
    reason = "it is not read by ReLU, GELU or SiLU alone";
    std::optional<Activation> activation =
        activationOf(output->value, output->axis);
    if (!activation || !isHalfOdd(*activation))
      return std::nullopt;
    reason = "no single layer reads its channels behind the activation";
    Value value = activation->after;
    if (!value.hasOneUse())
      return std::nullopt;
    unsigned axis = activation->axes.lookup(value);
    tensor::PadOp pad = paddingOf(value, axis);
    if (pad)
      value = pad.getResult();
    if (!value.hasOneUse())
      return std::nullopt;
    auto reader = dyn_cast<linalg::LinalgOp>(*value.user_begin());
    if (!reader || !isContraction(reader))
      return std::nullopt;
    Value weighs = LayerOperands(reader).weight->get();
    arith::ConstantOp weight = constantRoot(weighs);
    if (!weight || !isa<RankedTensorType>(weighs.getType()))
      return std::nullopt;
    if (!hasStaticWeight(reader)) {
      reason = "its weight, or the next, is repeated for a dynamic batch";
      return std::nullopt;
    }
    if (!hasPlainWeight(reader)) {
      reason = "its weight, or the next, cannot be rewritten";
      return std::nullopt;
    }
    LinearLayer behind{reader, weight, 0, 0};
    StringRef other;
    std::optional<LayerInput> input = inputOf(behind, other);
    if (!input || input->operand->get() != value || input->axis != axis)
      return std::nullopt;
    reason = outliersReason;
    if (hasOutliers(*output) || hasOutliers(weight, nullptr))
      return std::nullopt;
    return Site{writer, *output, *activation, pad, behind, *input};
  }

  void flipFunction(FunctionOpInterface function, Random &random,
                    RewrittenWeights &rewritten) {
    ChannelAnalysis analysis(function);
    SoftRemarks remarks(function, getArgument(), "flipped");
    std::vector<Site> sites;
    for (const LinearLayer &layer : analysis.layers()) {
      StringRef reason;
      std::optional<Site> site = siteOf(layer, reason);
      if (site && besideOthers &&
          (rewritten.isAmplified(layer.weight) ||
           rewritten.isAmplified(site->reader.weight))) {
        site.reset();
        reason = "a soft lock before rewrites its weight or the next already";
      }
      if (site) {
        sites.push_back(*site);
        remarks.changed(layer);
      } else {
        remarks.kept(layer, reason);
      }
    }
    for (const Site &site : sites) {
      flip(site, random, rewritten);
      ++numFlipped;
    }
    remarks.summarise();
  }

  void flip(const Site &site, Random &random, RewrittenWeights &rewritten) {
    int64_t count = site.output.size;
    int64_t flipped =
        std::max<int64_t>(2, std::llround(fraction * double(count)));
    Pairs pairs(count, flipped, kappa, random);
    Value wide = wideOutput(site.writer, site.output, pairs.written, rewritten);
    Operation *last = site.activation.after.getDefiningOp();
    Value behind = widened(site.activation, wide);
    if (tensor::PadOp pad = site.pad) {
      OpBuilder builder(pad);
      IRMapping mapping;
      mapping.map(pad.getSource(), behind);
      Operation *copy = builder.clone(*pad, mapping);
      copy->getResult(0).setType(
          resized(pad.getType(), site.input.axis, pairs.written.size()));
      behind = copy->getResult(0);
      last = pad;
    }
    readWide(site.reader, site.input, behind, pairs.read, rewritten);
    eraseUnused(last, rewritten);
  }
};

} // namespace
} // namespace hwlock
