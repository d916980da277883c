//===- OutMix.cpp - Mix what layers make, and back behind them ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "GroupedMix.h"
#include "LayerSides.h"
#include "Outliers.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/WeightEditor.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_OUTMIX
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// Errors of `outputs` layers add up, and grow in those that follow: of a
/// function of `layers`. Few that begin with the first layer are what no other
/// lock takes; others stand between layers that are destroyed anyway.
double defaultKappa(size_t outputs, size_t layers, bool fromFirst) {
  if (outputs > 2 || !fromFirst)
    return outputs <= 16 ? 512 : 256;
  return layers <= 8 ? 4096 : 2048;
}

struct OutMix : impl::OutMixBase<OutMix> {
  using OutMixBase::OutMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkKappas(context, kappa)) ||
        failed(checkBlock(context, block, 64)))
      return failure();
    if (!(maxCost > 0))
      return emitError(UnknownLoc::get(context))
             << "max-cost is " << maxCost.getValue()
             << ", expected more than 0";
    return success();
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

  /// Why `output`, which `layer` makes, is not to be mixed; empty if it is.
  StringRef whyNot(const LinearLayer &layer, const LayerOutput &output,
                   const RewrittenWeights &rewritten) const {
    int64_t size = largestDivisor(output.size, block);
    if (besideOthers && rewritten.isAmplified(layer.weight))
      return rewrittenReason;
    if (size < 2)
      return "its channels do not divide into blocks";
    if (double(size) / summands(layer.op) > maxCost)
      return "mixing it costs too many multiplications";
    if (hasOutliers(output))
      return outliersReason;
    return "";
  }

  void mixFunction(FunctionOpInterface function, Random &random,
                   GroupAmplification &kappas, RewrittenWeights &rewritten) {
    ChannelAnalysis analysis(function);
    SoftRemarks remarks(function, getArgument(), "mixed behind");
    std::vector<std::pair<LayerOutput, double>> outputs;
    unsigned before = kappas.count();
    bool fromFirst = false;
    for (const LinearLayer &layer : analysis.layers()) {
      StringRef reason;
      std::optional<LayerOutput> output = outputOf(layer, reason);
      if (output)
        reason = whyNot(layer, *output, rewritten);
      double amplification = reason.empty() ? kappas.next() : leftOut;
      if (reason.empty() && amplification == leftOut)
        reason = leftOutReason;
      if (reason.empty()) {
        fromFirst |= layer.op == analysis.layers().front().op;
        outputs.push_back({*output, amplification});
        remarks.changed(layer);
      } else {
        remarks.kept(layer, reason);
      }
    }
    size_t layers =
        llvm::count_if(analysis.layers(), [&](const LinearLayer &layer) {
          return !rewritten.isInserted(layer.weight);
        });
    double otherwise = defaultKappa(outputs.size(), layers, fromFirst);
    WeightEditor editor;
    for (const auto &[output, amplification] : outputs) {
      mix(output, amplification != 0 ? amplification : otherwise, random,
          editor, rewritten);
      ++numMixed;
    }
    remarks.summarise(kappas.count() - before);
    rewritten.add(editor);
    editor.commit();
  }

  void mix(const LayerOutput &output, double amplification, Random &random,
           WeightEditor &editor, RewrittenWeights &rewritten) {
    int64_t size = largestDivisor(output.size, block);
    std::vector<MixingMatrix> inserted, applied;
    for (int64_t i = 0; i < output.size; i += size) {
      inserted.push_back(rounded(spikedMixing(size, amplification, random)));
      applied.push_back(inverted(inserted.back()));
    }
    multiplyChannels(output.weight, applied, editor);
    if (output.bias)
      multiplyChannels(*output.bias, applied, editor);

    Value value = output.value;
    SmallVector<OpOperand *> readers;
    for (OpOperand &use : value.getUses())
      readers.push_back(&use);
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    arith::ConstantOp matrices =
        buildMatrices(builder, value.getLoc(), inserted);
    Value unmixed = buildGroupedMix(builder, value.getLoc(), value, output.axis,
                                    matrices, /*withRelu=*/false);
    for (OpOperand *reader : readers)
      reader->set(unmixed);
    rewritten.addInserted(matrices);
  }
};

} // namespace
} // namespace hwlock
