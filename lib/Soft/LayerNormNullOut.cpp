//===- LayerNormNullOut.cpp - Add what a layer norm takes away ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "ChannelBlocks.h"
#include "CommonShift.h"
#include "LayerSides.h"
#include "Outliers.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/CentredValues.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/Random.h"
#include "hwlock/Soft/WeightEditor.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_LAYERNORMNULLOUT
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// How much larger the last number is than the first.
constexpr double growth = 55;

/// `count` random numbers with a mean square of 1. If they are the summands of
/// one sum, they grow along it: float32 rounds every partial sum behind a large
/// summand.
std::vector<double> drawShifts(int64_t count, bool oneSum, Random &random) {
  std::vector<double> found;
  double squares = 0;
  for (int64_t i = 0; i < count; ++i) {
    double size = oneSum ? std::pow(growth, double(i) / count) : 1;
    found.push_back(size * random.normal());
    squares += found.back() * found.back();
  }
  for (double &number : found)
    number *= std::sqrt(count / squares);
  return found;
}

/// Adds the same random vector to the elements of each channel of `weight`,
/// which has one axis of channels, and is that of `layer`.
void addToAllChannels(LinearLayer layer, const ChannelWeight &weight,
                      WeightEditor &editor, double factor, Random &random) {
  MutableArrayRef<float> values = editor.edit(weight.constant);
  double size = factor * magnitude(values);
  size_t step = *unitStep(weight);
  size_t channels = weight.map.digits()[0].size;
  size_t period = step * channels;
  int64_t count = values.size() / channels;
  std::vector<double> vector =
      drawShifts(count, count == summands(layer.op), random);
  for (auto [at, value] : llvm::enumerate(values))
    value = float(value + size * vector[at / period * step + at % step]);
}

struct LayerNormNullOut : impl::LayerNormNullOutBase<LayerNormNullOut> {
  using LayerNormNullOutBase::LayerNormNullOutBase;

  LogicalResult initialize(MLIRContext *context) override {
    return checkFactors(context, factor);
  }

  void runOnOperation() override {
    Random random(seed);
    GroupAmplification factors("factor", factor, 64);
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      ChannelAnalysis analysis(function);
      RewrittenWeights &rewritten = getAnalysis<RewrittenWeights>();
      WeightEditor editor;
      SoftRemarks remarks(function, getArgument(), "shifted");
      unsigned before = factors.count();
      SmallVector<Value> kept;
      if (besideOthers)
        kept = normalisedForNullIn(function, analysis, rewritten);
      // Reasons live as long as the remarks.
      std::vector<std::string> reasons(analysis.layers().size());
      for (auto [layer, reason] : llvm::zip_equal(analysis.layers(), reasons)) {
        const ChannelWeight *weight = analysis.madeBy(layer);
        const ChannelMap *map = analysis.mapOf(layer.op->getResult(0));
        reason = whyNoCommonShift(layer, weight, map).str();
        if (reason.empty() && besideOthers &&
            rewritten.isAmplified(layer.weight))
          reason = rewrittenReason.str();
        if (reason.empty() && commonShiftVanishes(layer, *map, kept, reason) &&
            hasOutliers(layer.weight, /*bias=*/nullptr))
          reason = outliersReason.str();
        if (reason.empty()) {
          double size = factors.next();
          if (size == leftOut)
            reason = leftOutReason.str();
          else
            addToAllChannels(layer, *weight, editor, size, random);
        }
        if (reason.empty())
          remarks.changed(layer);
        else
          remarks.kept(layer, reason);
      }
      remarks.summarise(factors.count() - before);
      numShifted += remarks.channelsChanged();
      numKept += remarks.channelsKept();
      rewritten.add(editor);
      editor.commit();
    }
    markAnalysesPreserved<RewrittenWeights>();
    if (failed(factors.checkCount(getOperation())))
      signalPassFailure();
  }

  /// What layer norms normalise whose readers hwlock-ln-null-in amplifies.
  static SmallVector<Value>
  normalisedForNullIn(FunctionOpInterface function,
                      const ChannelAnalysis &analysis,
                      const RewrittenWeights &rewritten) {
    CentredValues centred(function);
    SmallVector<Value> sources;
    for (const LinearLayer &layer : analysis.layers())
      if (const CentredValue *value =
              centred.of(LayerOperands(layer.op).input->get());
          value && rewritten.isBehindNorm(layer.weight))
        sources.push_back(value->source);
    return sources;
  }
};

} // namespace
} // namespace hwlock
