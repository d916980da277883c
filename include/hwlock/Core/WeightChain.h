//===- WeightChain.h - Sizes that follow from a chain ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A chain of transformations and a shape give, without any secret, how many
// bytes a sealed weight has, which of them no cipher covers, and how much
// memory unsealing needs. Lock side, decoder and compiler ask here.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_WEIGHTCHAIN_H
#define HWLOCK_CORE_WEIGHTCHAIN_H

#include "hwlock/Core/Pretransform.h"
#include "hwlock/Core/Shuffle.h"
#include "hwlock/Core/VaultLayout.h"

namespace hwlock::core {

/// What is in a chain. Its order is fixed: shuffle, pretransform, AES.
struct WeightChain {
  bool shuffled = false, coded = false;
  /// Of the AES key; 0 without AES.
  uint32_t keyBytes = 0;

  constexpr void add(uint8_t code) {
    if (code == layout::transformationShuffle)
      shuffled = true;
    else if (code == layout::transformationPretransform)
      coded = true;
    else if (code == layout::transformationAes128)
      keyBytes = 16;
    else if (code == layout::transformationAes256)
      keyBytes = 32;
  }
  constexpr bool aesAlone() const { return !shuffled && !coded; }
};

/// Bytes of the sealed weight in front of those that are masked and have tags:
/// the tables of the code.
inline constexpr uint64_t clearBytes(WeightChain chain, MatrixShape shape) {
  return chain.coded ? pretransformLayout(shape).clearBytes : 0;
}

inline constexpr uint64_t sealedBytes(WeightChain chain, MatrixShape shape) {
  return chain.coded ? pretransformLayout(shape).totalBytes()
                     : shape.count() * shape.elementBytes;
}

/// Tags of the weight under the error policy.
inline constexpr uint64_t tagBytes(WeightChain chain, MatrixShape shape) {
  return layout::tagBytes * layout::chunkCount(sealedBytes(chain, shape) -
                                               clearBytes(chain, shape));
}

/// Memory that unsealing needs beside the weight: the parts of the links, then
/// room for a chunk. Aligned to 16 bytes.
inline constexpr uint64_t unsealScratchBytes(WeightChain chain,
                                             MatrixShape shape) {
  if (chain.aesAlone())
    return 0;
  return (chain.coded ? pretransformScratchBytes(shape) : 0) +
         (chain.shuffled ? shuffleScratchBytes(shape) : 0) + layout::chunkBytes;
}

} // namespace hwlock::core

#endif // HWLOCK_CORE_WEIGHTCHAIN_H
