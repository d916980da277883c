//===- HeadMix.cpp - Mix channels between linear layers -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "Outliers.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/MixingMatrix.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/WeightEditor.h"
#include "llvm/ADT/IntEqClasses.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_HEADMIX
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// What attention makes of an error drifts more than what a convolution makes.
constexpr double kappaOfHeads = 1024, kappaOfBottlenecks = 4096;

constexpr StringLiteral otherSideReason =
    "its weight, or that of a reader, is mixed on its other side";

/// The blocks that are left when some are dropped for a reason.
struct Stage {
  ChannelBlocks left;
  StringRef reason;
};

struct HeadMix : impl::HeadMixBase<HeadMix> {
  using HeadMixBase::HeadMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappas(context, kappa)))
      return failure();
    return checkBlock(context, block, 256);
  }

  void runOnOperation() override {
    Random random(seed);
    GroupAmplification kappas("kappa", kappa, 0);
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      ChannelAnalysis analysis(function);
      RewrittenWeights &rewritten = getAnalysis<RewrittenWeights>();
      SmallVector<Stage, 4> stages{{ChannelBlocks(analysis, block), ""}};
      auto without = [&](StringRef reason, auto drop) {
        stages.push_back({stages.back().left, reason});
        drop(stages.back().left);
      };
      without(outliersReason,
              [&](auto &left) { dropOutliers(analysis, left); });
      without(otherSideReason,
              [&](auto &left) { dropOtherSides(analysis, left); });
      if (besideOthers)
        without(rewrittenReason,
                [&](auto &left) { dropRewritten(analysis, rewritten, left); });
      const ChannelBlocks &mixable = stages.back().left;
      unsigned before = kappas.count();
      std::vector<double> ofBlocks = kappasOf(analysis, mixable, kappas);
      SoftRemarks remarks(function, getArgument(), "mixed");
      report(analysis, stages, ofBlocks, remarks);
      remarks.summarise(kappas.count() - before);
      WeightEditor editor;
      mix(analysis, mixable, ofBlocks, editor, random);
      rewritten.add(editor);
      editor.commit();
    }
    markAnalysesPreserved<RewrittenWeights>();
    if (failed(kappas.checkCount(getOperation())))
      signalPassFailure();
  }

  /// Of each block. Those that share a layer, such as the heads of an
  /// attention, are one group, and so are all of a residual stream.
  static std::vector<double> kappasOf(const ChannelAnalysis &analysis,
                                      const ChannelBlocks &blocks,
                                      GroupAmplification &kappas) {
    llvm::IntEqClasses groups(blocks.sizes().size());
    // Parts of what a layer makes, which something tells apart.
    std::vector<bool> heads(blocks.sizes().size());
    for (const LinearLayer &layer : analysis.layers()) {
      int64_t first = -1;
      for (int64_t i = 0; i < layer.channels; ++i) {
        int64_t channel = layer.firstChannel + i;
        int64_t block = blocks.find(channel).block;
        if (block < 0)
          continue;
        if (first >= 0)
          groups.join(first, block);
        first = block;
        heads[block] = heads[block] ||
                       analysis.classes().blockLimit(channel) % layer.channels;
      }
    }
    groups.compress();
    std::vector<std::optional<double>> known(groups.getNumClasses());
    std::vector<double> found;
    for (auto [block, size] : llvm::enumerate(blocks.sizes())) {
      std::optional<double> &kappa = known[groups[block]];
      if (size && !kappa)
        kappa = kappas.next();
      if (size && *kappa == 0)
        kappa = heads[block] ? kappaOfHeads : kappaOfBottlenecks;
      found.push_back(size ? *kappa : leftOut);
    }
    return found;
  }

  static void dropOutliers(const ChannelAnalysis &analysis,
                           ChannelBlocks &blocks) {
    for (const ChannelWeight &weight : analysis.weights()) {
      // Others may be weights that cannot be read.
      if (!blocks.mix(weight))
        continue;
      int64_t first = weight.map.firstChannel();
      const auto *layer =
          llvm::find_if(analysis.layers(), [&](const LinearLayer &each) {
            return each.firstChannel <= first &&
                   first < each.firstChannel + each.channels;
          });
      // What is added to a layer is large or not beside its weight.
      bool isBias = !weight.reads && layer != analysis.layers().end() &&
                    layer->weight != weight.constant;
      if (isBias ? hasOutliers(layer->weight, weight.constant)
                 : hasOutliers(weight.constant, /*bias=*/nullptr))
        blocks.drop(weight);
    }
  }

  /// Two matrices at one weight would multiply what they amplify.
  static void dropOtherSides(const ChannelAnalysis &analysis,
                             ChannelBlocks &blocks) {
    llvm::DenseSet<Operation *> mixed;
    for (const ChannelWeight &weight : analysis.weights())
      if (blocks.mix(weight) && !mixed.insert(weight.constant).second)
        blocks.drop(weight);
  }

  /// One that has been rewritten keeps the others of its block from it, too.
  static void dropRewritten(const ChannelAnalysis &analysis,
                            const RewrittenWeights &rewritten,
                            ChannelBlocks &blocks) {
    for (const ChannelWeight &weight : analysis.weights())
      if (rewritten.isAmplified(weight.constant))
        blocks.drop(weight);
  }

  static void mix(const ChannelAnalysis &analysis, const ChannelBlocks &blocks,
                  ArrayRef<double> kappas, WeightEditor &editor,
                  Random &random) {
    std::vector<MixingMatrix> matrices;
    for (auto [size, kappa] : llvm::zip_equal(blocks.sizes(), kappas))
      matrices.push_back(kappa != leftOut ? signedMixing(size, kappa, random)
                                          : MixingMatrix());
    for (const ChannelWeight &weight : analysis.weights()) {
      std::vector<BlockRun> runs = *blockRuns(weight, blocks);
      llvm::erase_if(runs, [&](const BlockRun &run) {
        return kappas[run.block] == leftOut;
      });
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

  /// That of the first channel that has one; below zero if none has.
  static int64_t firstBlock(const LinearLayer &layer,
                            const ChannelBlocks &blocks) {
    int64_t block = -1;
    for (int64_t i = 0; i < layer.channels && block < 0; ++i)
      block = blocks.find(layer.firstChannel + i).block;
    return block;
  }

  static StringRef whyKept(const ChannelClasses &classes, int64_t channel) {
    if (StringRef pinned = classes.whyPinned(channel); !pinned.empty())
      return pinned;
    if (StringRef limited = classes.whyLimited(channel); !limited.empty())
      return limited;
    return "its channels do not lie in blocks of one matrix each";
  }

  void report(const ChannelAnalysis &analysis, ArrayRef<Stage> stages,
              ArrayRef<double> kappas, SoftRemarks &remarks) {
    for (const LinearLayer &layer : analysis.layers()) {
      const Stage *lost = llvm::find_if(stages, [&](const Stage &stage) {
        return firstBlock(layer, stage.left) < 0;
      });
      // All blocks of a layer are of one group.
      if (lost == stages.begin())
        remarks.kept(layer, whyKept(analysis.classes(), layer.firstChannel));
      else if (lost != stages.end())
        remarks.kept(layer, lost->reason);
      else if (kappas[firstBlock(layer, stages.back().left)] == leftOut)
        remarks.kept(layer, leftOutReason);
      else
        remarks.changed(layer);
    }
    numMixed += remarks.channelsChanged();
    numKept += remarks.channelsKept();
  }
};

} // namespace
} // namespace hwlock
