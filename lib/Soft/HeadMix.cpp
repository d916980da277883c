//===- HeadMix.cpp - Mix channels between linear layers -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/MixingMatrix.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/WeightEditor.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_HEADMIX
#include "hwlock/Soft/Passes.h.inc"

namespace {

struct HeadMix : impl::HeadMixBase<HeadMix> {
  using HeadMixBase::HeadMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappa(context, kappa)))
      return failure();
    return checkBlock(context, block, 256);
  }

  void runOnOperation() override {
    Random random(seed);
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      ChannelAnalysis analysis(function);
      ChannelBlocks blocks(analysis, block);
      dropUneven(analysis, blocks);
      WeightEditor editor;
      mix(analysis, blocks, editor, random);
      report(function, analysis, blocks);
      getAnalysis<RewrittenWeights>().add(editor);
      editor.commit();
    }
    markAnalysesPreserved<RewrittenWeights>();
  }

  /// A block that lies in one weight in a way that no matrix can follow is not
  /// mixed anywhere.
  static void dropUneven(const ChannelAnalysis &analysis,
                         ChannelBlocks &blocks) {
    for (const ChannelWeight &weight : analysis.weights())
      if (!blockRuns(weight, blocks))
        weight.map.forEach([&](int64_t channel) {
          ChannelBlocks::Place place = blocks.find(channel);
          if (place.block >= 0)
            blocks.drop(place);
        });
  }

  void mix(const ChannelAnalysis &analysis, const ChannelBlocks &blocks,
           WeightEditor &editor, Random &random) {
    std::vector<MixingMatrix> matrices;
    for (int64_t size : blocks.sizes())
      matrices.push_back(size ? signedMixing(size, kappa, random)
                              : MixingMatrix());
    for (const ChannelWeight &weight : analysis.weights()) {
      std::vector<BlockRun> runs = *blockRuns(weight, blocks);
      if (runs.empty())
        continue;
      MutableArrayRef<float> values = editor.edit(weight.constant);
      for (const BlockRun &run : runs) {
        const MixingMatrix &mixing = matrices[run.block];
        multiply(values, run,
                 run.inverse != weight.reads ? mixing.inverseTransposed
                                             : mixing.matrix,
                 mixing.size);
      }
    }
  }

  static StringRef whyKept(const ChannelClasses &classes, int64_t channel) {
    if (StringRef pinned = classes.whyPinned(channel); !pinned.empty())
      return pinned;
    if (StringRef limited = classes.whyLimited(channel); !limited.empty())
      return limited;
    return "its channels do not lie in blocks of one matrix each";
  }

  void report(FunctionOpInterface function, const ChannelAnalysis &analysis,
              const ChannelBlocks &blocks) {
    SoftRemarks remarks(function, getArgument(), "mixed");
    for (const LinearLayer &layer : analysis.layers()) {
      bool mixed = llvm::any_of(
          llvm::seq(layer.firstChannel, layer.firstChannel + layer.channels),
          [&](int64_t channel) { return blocks.find(channel).block >= 0; });
      if (mixed)
        remarks.changed(layer);
      else
        remarks.kept(layer, whyKept(analysis.classes(), layer.firstChannel));
    }
    remarks.summarise();
    numMixed += remarks.channelsChanged();
    numKept += remarks.channelsKept();
  }
};

} // namespace
} // namespace hwlock
