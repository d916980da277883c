//===- PosMix.cpp - Mix what is not below zero, and back ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "GroupedMix.h"
#include "LayerSides.h"
#include "NonNegative.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/WeightEditor.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_POSMIX
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// A layer whose input is to be mixed.
struct Site {
  LinearLayer layer;
  LayerInput input;
  double kappa;
};

/// What `site` reads, mixed: before padding, which only adds zeros.
Value mixedInput(const Site &site, arith::ConstantOp matrices) {
  OpBuilder builder(site.layer.op);
  const LayerInput &input = site.input;
  auto pad = input.operand->get().getDefiningOp<tensor::PadOp>();
  bool padsChannels = pad && (pad.getStaticLow()[input.axis] != 0 ||
                              pad.getStaticHigh()[input.axis] != 0);
  bool padsZeros =
      pad && pad.getConstantPaddingValue() &&
      matchPattern(pad.getConstantPaddingValue(), m_AnyZeroFloat());
  Location loc = input.operand->getOwner()->getLoc();
  bool before = pad && !padsChannels && padsZeros;
  Value mixed = buildGroupedMix(builder, loc,
                                before ? pad.getSource() : input.operand->get(),
                                input.axis, matrices, /*withRelu=*/true);
  if (!before)
    return mixed;
  IRMapping mapping;
  mapping.map(pad.getSource(), mixed);
  return builder.clone(*pad, mapping)->getResult(0);
}

/// Errors of layers add up.
double defaultKappa(size_t sites) {
  return sites <= 4 ? 4096 : sites <= 8 ? 3072 : 512;
}

struct PosMix : impl::PosMixBase<PosMix> {
  using PosMixBase::PosMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappas(context, kappa, /*zeroChooses=*/true)))
      return failure();
    return checkBlock(context, block, 64);
  }

  void runOnOperation() override {
    Random random(seed);
    GroupAmplification kappas("kappa", kappa, 0);
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      mixFunction(function, random, kappas, getAnalysis<RewrittenWeights>());
    markAnalysesPreserved<RewrittenWeights>();
    if (failed(kappas.checkCount(getOperation())))
      signalPassFailure();
  }

  void mixFunction(FunctionOpInterface function, Random &random,
                   GroupAmplification &kappas, RewrittenWeights &rewritten) {
    ChannelAnalysis analysis(function);
    NonNegative nonNegative(function);
    ChannelBlocks blocks(analysis, HeadMixOptions().block);
    SoftRemarks remarks(function, getArgument(), "mixed before");
    std::vector<Site> sites;
    unsigned before = kappas.count();
    for (const LinearLayer &layer : analysis.layers()) {
      StringRef reason = "its input may be below zero";
      std::optional<LayerInput> input;
      if (nonNegative.contains(LayerOperands(layer.op).input->get()))
        input = inputOf(layer, reason);
      if (input && largestDivisor(input->size, block) < 2) {
        input.reset();
        reason = "its channels do not divide into blocks";
      }
      if (input && besideHeadMix && headMixRewrites(layer, analysis, blocks)) {
        input.reset();
        reason = "hwlock-head-mix amplifies its weight already";
      }
      double amplification = input ? kappas.next() : leftOut;
      if (input && amplification == leftOut)
        reason = leftOutReason;
      if (amplification != leftOut) {
        sites.push_back({layer, *input, amplification});
        remarks.changed(layer);
      } else {
        remarks.kept(layer, reason);
      }
    }
    WeightEditor editor;
    for (Site &site : sites) {
      unsigned size = largestDivisor(site.input.size, block);
      double amplification =
          site.kappa != 0 ? site.kappa : defaultKappa(sites.size());
      std::vector<MixingMatrix> mixings;
      for (int64_t i = 0; i < site.input.size; i += size)
        mixings.push_back(positiveMixing(size, amplification, random));
      multiplyChannels(site.input.weight, mixings, editor);
      OpBuilder builder(site.layer.op);
      arith::ConstantOp matrices =
          buildMatrices(builder, site.layer.op.getLoc(), mixings);
      site.input.operand->set(mixedInput(site, matrices));
      rewritten.add(matrices);
      ++numMixed;
    }
    remarks.summarise(kappas.count() - before);
    rewritten.add(editor);
    editor.commit();
  }
};

} // namespace
} // namespace hwlock
