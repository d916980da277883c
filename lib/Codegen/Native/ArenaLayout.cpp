//===- ArenaLayout.cpp - Where each weight lives --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Native/ArenaLayout.h"
#include "llvm/Support/MathExtras.h"

namespace hwlock {

/// Takes `bytes` from the end of an arena.
static uint64_t reserve(uint64_t &size, uint64_t bytes) {
  uint64_t offset = size;
  size += llvm::alignTo(bytes, kArenaAlignment);
  return offset;
}

ArenaLayout layOutArenas(const ModelSignature &signature,
                         llvm::ArrayRef<SealedLocation> locations) {
  std::vector<bool> resident(signature.weights.size());
  for (const ModelFunction &function : signature.functions)
    for (const WeightArgument &argument : function.weights)
      if (argument.kind == WeightArgument::Kind::Raw)
        resident[argument.index] = true;

  ArenaLayout layout;
  for (auto [index, weight] : llvm::enumerate(signature.weights)) {
    uint64_t &size =
        resident[index] ? layout.sizes.resident : layout.sizes.temporary;
    layout.weights.push_back(
        {resident[index], reserve(size, byteSize(weight.type))});
  }
  uint64_t scratch = 0;
  for (const SealedLocation &location : locations)
    scratch = std::max(scratch, location.scratchBytes);
  layout.unsealScratch = reserve(layout.sizes.temporary, scratch);
  for (const ModelFunction &function : signature.functions) {
    auto &offsets = layout.packed.emplace_back();
    for (mlir::RankedTensorType type : function.packOutputs)
      offsets.push_back(reserve(layout.sizes.resident, byteSize(type)));
  }
  return layout;
}

} // namespace hwlock
