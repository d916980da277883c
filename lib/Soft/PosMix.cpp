//===- PosMix.cpp - Mix what is not below zero, and back ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChannelBlocks.h"
#include "ConstantRoot.h"
#include "GroupedMix.h"
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
  OpOperand *input;
  /// Of the input, along which the layer sums.
  unsigned axis;
  int64_t size;
  /// Of the weight; its channels are those of the input, from 0 on.
  ChannelWeight weight;
};

/// The loop that `op` sums `input` and `weight` over; nothing unless there is
/// one.
std::optional<unsigned> summedLoop(linalg::LinalgOp op, AffineMap input,
                                   AffineMap weight) {
  std::optional<unsigned> found;
  SmallVector<utils::IteratorType> loops = op.getIteratorTypesArray();
  for (auto [loop, iterator] : llvm::enumerate(loops)) {
    AffineExpr plain = getAffineDimExpr(loop, op->getContext());
    if (iterator != utils::IteratorType::reduction ||
        !llvm::is_contained(input.getResults(), plain) ||
        !llvm::is_contained(weight.getResults(), plain))
      continue;
    if (found)
      return std::nullopt;
    found = loop;
  }
  return found;
}

unsigned blockSize(int64_t channels, unsigned most) {
  unsigned size = std::min<int64_t>(channels, most);
  while (channels % size != 0)
    --size;
  return size;
}

/// `layer` as a site; otherwise `reason` says why not.
std::optional<Site> siteOf(LinearLayer layer, const NonNegative &nonNegative,
                           StringRef &reason) {
  OpOperand *input = layer.op.getDpsInputOperand(0);
  OpOperand *weight = layer.op.getDpsInputOperand(1);
  if (constantRoot(input->get()))
    std::swap(input, weight);
  reason = "its input may be below zero";
  if (!nonNegative.contains(input->get()))
    return std::nullopt;
  AffineMap reads = layer.op.getMatchingIndexingMap(input);
  AffineMap weighs = layer.op.getMatchingIndexingMap(weight);
  std::optional<unsigned> loop = summedLoop(layer.op, reads, weighs);
  reason = "it sums over no channels";
  if (!loop)
    return std::nullopt;
  int64_t size = layer.op.getStaticLoopRanges()[*loop];
  if (ShapedType::isDynamic(size) || size < 2)
    return std::nullopt;
  ChannelMap loops(layer.op.getNumLoops());
  loops.setAxis(*loop, size, 1);
  std::optional<ChannelMap> map = loops.fromLoops(weighs);
  if (map)
    map = mapAtRoot(weight->get(), *map);
  reason = "its weight cannot be rewritten";
  if (!map || map->digits().size() != 1)
    return std::nullopt;
  AffineExpr plain = getAffineDimExpr(*loop, layer.op.getContext());
  unsigned axis =
      llvm::find(reads.getResults(), plain) - reads.getResults().begin();
  return Site{layer, input, axis, size,
              ChannelWeight{layer.weight, *map, /*reads=*/true}};
}

/// Multiplies the weight by the inverses.
void unmix(const Site &site, ArrayRef<MixingMatrix> blocks,
           WeightEditor &editor) {
  unsigned size = blocks[0].size;
  // Some axis has all channels of the input, one by one.
  size_t step = *unitStep(site.weight);
  MutableArrayRef<float> values = editor.edit(site.layer.weight);
  std::vector<BlockRun> runs;
  forEachElement(site.weight.shape(), site.weight.map,
                 [&](size_t at, int64_t channel) {
                   if (channel % size == 0)
                     runs.push_back({channel / size, false, at, step});
                 });
  for (const BlockRun &run : runs)
    multiply(values, run, blocks[run.block].inverseTransposed, size);
}

/// What `site` reads, mixed: before padding, which only adds zeros.
Value mixedInput(const Site &site, arith::ConstantOp matrices) {
  OpBuilder builder(site.layer.op);
  auto pad = site.input->get().getDefiningOp<tensor::PadOp>();
  bool padsChannels = pad && (pad.getStaticLow()[site.axis] != 0 ||
                              pad.getStaticHigh()[site.axis] != 0);
  bool padsZeros =
      pad && pad.getConstantPaddingValue() &&
      matchPattern(pad.getConstantPaddingValue(), m_AnyZeroFloat());
  Location loc = site.input->getOwner()->getLoc();
  if (!pad || padsChannels || !padsZeros)
    return buildGroupedMix(builder, loc, site.input->get(), site.axis,
                           matrices);
  Value mixed =
      buildGroupedMix(builder, loc, pad.getSource(), site.axis, matrices);
  IRMapping mapping;
  mapping.map(pad.getSource(), mixed);
  return builder.clone(*pad, mapping)->getResult(0);
}

struct PosMix : impl::PosMixBase<PosMix> {
  using PosMixBase::PosMixBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (kappa != 0 && (kappa < 1 || kappa > 65536))
      return emitError(UnknownLoc::get(context))
             << "kappa is " << kappa.getValue() << ", expected 0 or 1 to 65536";
    if (block < 2 || block > 64)
      return emitError(UnknownLoc::get(context))
             << "block is " << block.getValue() << ", expected 2 to 64";
    return success();
  }

  void runOnOperation() override {
    Random random(seed);
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      mixFunction(function, random, getAnalysis<RewrittenWeights>());
    markAnalysesPreserved<RewrittenWeights>();
  }

  void mixFunction(FunctionOpInterface function, Random &random,
                   RewrittenWeights &rewritten) {
    ChannelAnalysis analysis(function);
    NonNegative nonNegative(function);
    ChannelBlocks blocks(analysis, HeadMixOptions().block);
    SoftRemarks remarks(function, getArgument(), "mixed before");
    std::vector<Site> sites;
    for (const LinearLayer &layer : analysis.layers()) {
      StringRef reason;
      std::optional<Site> site = siteOf(layer, nonNegative, reason);
      if (site && blockSize(site->size, block) < 2) {
        site.reset();
        reason = "its channels do not divide into blocks";
      }
      if (site && besideHeadMix && headMixRewrites(layer, analysis, blocks)) {
        site.reset();
        reason = "hwlock-head-mix amplifies its weight already";
      }
      if (site) {
        sites.push_back(*site);
        remarks.changed(layer);
      } else {
        remarks.kept(layer, reason);
      }
    }
    // Errors of layers add up.
    double amplification = kappa != 0 ? kappa : sites.size() <= 8 ? 4096 : 512;
    WeightEditor editor;
    for (Site &site : sites) {
      unsigned size = blockSize(site.size, block);
      std::vector<MixingMatrix> mixings;
      for (int64_t i = 0; i < site.size; i += size)
        mixings.push_back(positiveMixing(size, amplification, random));
      unmix(site, mixings, editor);
      OpBuilder builder(site.layer.op);
      arith::ConstantOp matrices =
          buildMatrices(builder, site.layer.op.getLoc(), mixings);
      site.input->set(mixedInput(site, matrices));
      rewritten.add(matrices);
      ++numMixed;
    }
    remarks.summarise();
    rewritten.add(editor);
    editor.commit();
  }
};

} // namespace
} // namespace hwlock
