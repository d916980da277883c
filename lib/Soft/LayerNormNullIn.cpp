//===- LayerNormNullIn.cpp - Add what a layer norm never gives ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AmplifierOptions.h"
#include "NormSides.h"
#include "Outliers.h"
#include "OutputBias.h"
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/Random.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_LAYERNORMNULLIN
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// Numbers what `map` has no channels for; `count` says how many there are.
ChannelMap othersOf(const ChannelMap &map, ArrayRef<int64_t> shape,
                    int64_t &count) {
  ChannelMap others(map.rank());
  count = 1;
  for (unsigned axis = map.rank(); axis-- > 0;)
    if (!map.onAxis(axis)) {
      others.setAxis(axis, shape[axis], count);
      count *= shape[axis];
    }
  return others;
}

std::vector<int64_t> channelsOf(ArrayRef<int64_t> shape,
                                const ChannelMap &map) {
  std::vector<int64_t> channels;
  forEachElement(shape, map,
                 [&](size_t, int64_t channel) { channels.push_back(channel); });
  return channels;
}

/// How large the sum of r_j y_j grows on its way, over what it would be without
/// shifts: the n_j add up to zero by a random walk whose mean square is that of
/// a Brownian bridge, a sixth of their number if each has a variance of 1.
double detour(const CentredValue &input) {
  double sum = 0, squares = 0;
  for (auto [gain, shift] : llvm::zip_equal(input.gain, input.shift)) {
    sum += shift / gain;
    squares += sum * sum;
  }
  double count = input.gain.size();
  return std::sqrt(1 + squares / count / (count / 6));
}

/// What is added, over the weights, and how much the logarithms of its rows
/// differ.
struct Shift {
  double factor, deviation;
};
/// Where heads are shifted, too, every layer that reads a norm is: less is
/// enough, and with rows that differ much the drift depends on the draw.
constexpr Shift shiftWithoutHeads{512, 1}, shiftWithHeads{240, 0.5};

/// Adds u r^T to the weight of `site`: r over the channels that it reads, which
/// weigh the input to a constant, and u random, as large as `shift` says, less
/// where float32 would round more. Returns what that adds to each
/// output.
std::vector<double> addNull(const CentredSite &site, WeightEditor &editor,
                            Shift shift, Random &random) {
  std::vector<double> ratio;
  double squares = 0;
  for (double gain : site.input->gain) {
    ratio.push_back(1 / gain);
    squares += 1 / (gain * gain);
  }
  ArrayRef<int64_t> shape = site.reads.shape();
  int64_t count;
  ChannelMap others = othersOf(site.reads.map, shape, count);
  MutableArrayRef<float> values = editor.edit(site.layer.weight);
  double size = shift.factor * magnitude(values) /
                std::sqrt(squares / ratio.size()) / detour(*site.input);
  std::vector<double> vector = random.logNormal(count, shift.deviation);
  for (double &number : vector)
    number *= size;

  std::vector<int64_t> inputs = channelsOf(shape, site.reads.map);
  std::vector<int64_t> rows = channelsOf(shape, others);
  std::vector<int64_t> outputs = channelsOf(shape, site.makes.map);
  std::vector<double> added(site.layer.channels);
  for (auto [at, value] : llvm::enumerate(values)) {
    double before = value;
    value = float(before + vector[rows[at]] * ratio[inputs[at]]);
    // As it is stored: its rounding meets the shifts, too.
    added[outputs[at] - site.layer.firstChannel] +=
        (value - before) * site.input->shift[inputs[at]];
  }
  return added;
}

struct LayerNormNullIn : impl::LayerNormNullInBase<LayerNormNullIn> {
  using LayerNormNullInBase::LayerNormNullInBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (failed(checkFactors(context, factor)))
      return failure();
    if (!(maxSpread >= 1))
      return emitError(UnknownLoc::get(context))
             << "max-spread is " << maxSpread.getValue()
             << ", expected 1 or more";
    return success();
  }

  void runOnOperation() override {
    Random random(seed);
    GroupAmplification factors("factor", factor, 0);
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      ChannelAnalysis analysis(function);
      CentredValues centred(function);
      std::vector<NormReader> readers =
          normReaders(analysis, centred, maxSpread);
      RewrittenWeights &rewritten = getAnalysis<RewrittenWeights>();
      if (besideOthers)
        leaveRewritten(readers, rewritten);
      bool leavesHeads = besideHeadMix && nullOutNeedsHeads(analysis, readers);
      bool shiftsHeads =
          !leavesHeads && llvm::any_of(readers, [](const NormReader &reader) {
            return reader.isHead();
          });
      const Shift &shift = shiftsHeads ? shiftWithHeads : shiftWithoutHeads;
      WeightEditor editor;
      SoftRemarks remarks(function, getArgument(), "shifted before");
      unsigned before = factors.count();
      for (NormReader &reader : readers) {
        const LinearLayer &layer = reader.layer;
        StringRef reason = reader.reason;
        if (leavesHeads && reader.isHead())
          reason = "hwlock-head-mix takes its weight, and hwlock-ln-null-out "
                   "what its layer norm reads";
        if (reason.empty() && hasOutliers(layer.weight, /*bias=*/nullptr))
          reason = outliersReason;
        double size = reason.empty() ? factors.next() : leftOut;
        if (reason.empty() && size == leftOut)
          reason = leftOutReason;
        if (!reason.empty()) {
          remarks.kept(layer, reason);
          continue;
        }
        if (size == 0)
          size = shift.factor;
        std::vector<double> added =
            addNull(*reader.site, editor, {size, shift.deviation}, random);
        for (double &number : added)
          number = -number;
        if (llvm::any_of(added, [](double number) { return number != 0; }))
          addToOutputs(layer, analysis, added, editor);
        rewritten.addBehindNorm(layer.weight);
        remarks.changed(layer);
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

  static void leaveRewritten(MutableArrayRef<NormReader> readers,
                             const RewrittenWeights &rewritten) {
    for (NormReader &reader : readers)
      if (reader.site && rewritten.isAmplified(reader.layer.weight)) {
        reader.site.reset();
        reader.reason = rewrittenReason;
      }
  }
};

} // namespace
} // namespace hwlock
