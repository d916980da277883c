//===- Po2Scale.cpp - Scale channels by powers of two ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "RewrittenWeights.h"
#include "SoftRemarks.h"
#include "hwlock/Soft/ChannelAnalysis.h"
#include "hwlock/Soft/Passes.h"
#include "hwlock/Soft/Random.h"
#include "hwlock/Soft/WeightEditor.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_PO2SCALE
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// The exponents that a class of channels may be scaled by.
struct Choice {
  int64_t low, high;
  int64_t exponent = 0;
};

/// The scales of one function.
class Scales {
public:
  Scales(const ChannelAnalysis &analysis, WeightEditor &editor, int64_t range)
      : analysis(analysis), editor(editor),
        choices(analysis.classes().size(), Choice{-range, range}) {}

  void draw(Random &random);
  void apply();
  /// Of the factor of `channel`.
  int64_t exponentOf(int64_t channel) const {
    ChannelClasses::Member member = analysis.classes().find(channel);
    int64_t exponent = choices[member.representative].exponent;
    return member.inverse ? -exponent : exponent;
  }

private:
  void leaveHeadroom(const ChannelWeight &weight);

  const ChannelAnalysis &analysis;
  WeightEditor &editor;
  std::vector<Choice> choices;
};

void Scales::leaveHeadroom(const ChannelWeight &weight) {
  ArrayRef<float> values = editor.read(weight.constant);
  int64_t axes =
      llvm::count_if(analysis.weights(), [&](const ChannelWeight &other) {
        return other.constant == weight.constant;
      });
  forEachElement(weight.shape(), weight.map, [&](size_t at, int64_t channel) {
    ChannelClasses::Member member = analysis.classes().find(channel);
    Choice &choice = choices[member.representative];
    float value = values.size() == 1 ? values[0] : values[at];
    if (value == 0)
      return;
    if (!std::isnormal(value)) {
      choice.low = choice.high = 0;
      return;
    }
    // What is scaled along several axes has a share for each.
    int64_t down = (std::ilogb(value) + 126) / axes;
    int64_t up = (127 - std::ilogb(value)) / axes;
    bool grows = member.inverse == weight.reads;
    choice.low = std::max(choice.low, grows ? -down : -up);
    choice.high = std::min(choice.high, grows ? up : down);
  });
}

void Scales::draw(Random &random) {
  for (const ChannelWeight &weight : analysis.weights())
    leaveHeadroom(weight);
  for (auto [channel, choice] : llvm::enumerate(choices))
    if (analysis.classes().find(channel).representative == int64_t(channel) &&
        analysis.classes().whyPinned(channel).empty())
      choice.exponent = random.integer(choice.low, choice.high);
}

void Scales::apply() {
  for (const ChannelWeight &weight : analysis.weights()) {
    bool scales = false;
    weight.map.forEach(
        [&](int64_t channel) { scales |= exponentOf(channel) != 0; });
    if (!scales)
      continue;
    MutableArrayRef<float> values = editor.edit(weight.constant);
    forEachElement(weight.shape(), weight.map, [&](size_t at, int64_t channel) {
      int64_t exponent = exponentOf(channel);
      values[at] = std::ldexp(values[at], weight.reads ? -exponent : exponent);
    });
  }
}

struct Po2Scale : impl::Po2ScaleBase<Po2Scale> {
  using Po2ScaleBase::Po2ScaleBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (range >= 1 && range <= 40)
      return success();
    return emitError(UnknownLoc::get(context))
           << "range is " << range.getValue() << ", expected 1 to 40";
  }

  void runOnOperation() override {
    Random random(seed);
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      ChannelAnalysis analysis(function);
      WeightEditor editor;
      Scales scales(analysis, editor, range);
      scales.draw(random);
      scales.apply();
      report(function, analysis, scales);
      getAnalysis<RewrittenWeights>().addScaled(editor);
      editor.commit();
    }
    markAnalysesPreserved<RewrittenWeights>();
  }

  void report(FunctionOpInterface function, const ChannelAnalysis &analysis,
              const Scales &scales) {
    SoftRemarks remarks(function, getArgument(), "scaled");
    for (const LinearLayer &layer : analysis.layers()) {
      bool scaled = llvm::any_of(
          llvm::seq(layer.firstChannel, layer.firstChannel + layer.channels),
          [&](int64_t channel) { return scales.exponentOf(channel) != 0; });
      StringRef reason = analysis.classes().whyPinned(layer.firstChannel);
      if (scaled)
        remarks.changed(layer);
      else
        remarks.kept(layer, reason.empty() ? "no exponent is left" : reason);
    }
    remarks.summarise();
    numScaled += remarks.channelsChanged();
    numKept += remarks.channelsKept();
  }
};

} // namespace
} // namespace hwlock
