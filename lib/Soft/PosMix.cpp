//===- PosMix.cpp - Mix what is not below zero, and back ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "NonNegative.h"
#include "Outliers.h"
#include "PositiveMix.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/Passes.h"
#include "mlir/Analysis/SliceAnalysis.h"

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

/// True if no layer of `layers` reads what `layer` leads to.
bool isLast(const LinearLayer &layer, ArrayRef<LinearLayer> layers) {
  SetVector<Operation *> behind;
  getForwardSlice(layer.op, &behind);
  return llvm::none_of(layers, [&](const LinearLayer &other) {
    return behind.contains(other.op);
  });
}

/// Errors of layers add up, also of those that other soft locks take.
double defaultKappa(size_t sites, size_t layers) {
  if (layers <= 3)
    return 8192;
  return sites <= 4 ? 4096 : sites <= 8 ? 3072 : 512;
}

struct PosMix : impl::PosMixBase<PosMix> {
  using PosMixBase::PosMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappas(context, kappa)))
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
      if (input && besideOthers && rewritten.isAmplified(layer.weight)) {
        input.reset();
        reason = rewrittenReason;
      }
      // The bias stays as it is.
      if (input && hasOutliers(input->weight.constant, nullptr)) {
        input.reset();
        reason = outliersReason;
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
    // Before anything is inserted.
    SmallVector<bool> last;
    for (const Site &site : sites)
      last.push_back(isLast(site.layer, analysis.layers()));
    WeightEditor editor;
    for (auto [site, sums] : llvm::zip_equal(sites, last)) {
      unsigned size = largestDivisor(site.input.size, block);
      double amplification =
          site.kappa != 0
              ? site.kappa
              : defaultKappa(sites.size(), analysis.layers().size());
      mixBefore(site.layer, site.input, {amplification, size, sums}, random,
                editor, rewritten);
      ++numMixed;
    }
    remarks.summarise(kappas.count() - before);
    rewritten.add(editor);
    editor.commit();
  }
};

} // namespace
} // namespace hwlock
