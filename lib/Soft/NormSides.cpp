//===- NormSides.cpp - Which side of a layer norm amplifies ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "NormSides.h"
#include "ChannelBlocks.h"
#include "CommonShift.h"
#include "hwlock/Soft/Passes.h"

using namespace mlir;

namespace hwlock {

std::vector<NormReader> normReaders(const ChannelAnalysis &analysis,
                                    const CentredValues &centred,
                                    double maxSpread) {
  ChannelBlocks blocks(analysis, HeadMixOptions().block);
  std::vector<NormReader> readers;
  for (const LinearLayer &layer : analysis.layers()) {
    NormReader reader{layer, {}, "", false};
    reader.site =
        centredSite(layer, analysis, centred, maxSpread, reader.reason);
    reader.isMixable = headMixRewrites(layer, analysis, blocks);
    readers.push_back(std::move(reader));
  }
  return readers;
}

bool nullOutNeedsHeads(const ChannelAnalysis &analysis,
                       ArrayRef<NormReader> readers) {
  SmallVector<Value> others, heads;
  for (const NormReader &reader : readers)
    if (reader.site)
      (reader.isHead() ? heads : others).push_back(reader.site->input->source);
  return llvm::any_of(readers, [&](const NormReader &reader) {
    const LinearLayer &layer = reader.layer;
    const ChannelMap *map = analysis.mapOf(layer.op->getResult(0));
    // What one of the other two takes is not its own.
    if (reader.site || reader.isMixable ||
        !whyNoCommonShift(layer, analysis.madeBy(layer), map).empty())
      return false;
    std::string reason;
    return commonShiftVanishes(layer, *map, others, reason) &&
           !commonShiftVanishes(layer, *map, heads, reason);
  });
}

} // namespace hwlock
