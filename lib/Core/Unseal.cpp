//===- Unseal.cpp - Decode one weight -------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Chunk by chunk: unmasked into a buffer that stays in the cache, decoded
// there, and scattered from there, so that no chain takes a pass over the
// weight more.
//===----------------------------------------------------------------------===//
#include "ChunkOpener.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Support/Status.h"

using namespace hwlock;
using namespace hwlock::core;

namespace {

/// The inverses of the links below AES.
class InnerChain {
public:
  /// `scratch` begins with a copy of the clear bytes.
  InnerChain(const WeightView &weight, WeightChain chain, const uint8_t *dek,
             uint8_t *scratch, uint8_t *plain)
      : chain(chain), plain(plain) {
    MatrixShape shape = matrixShape(weight);
    if (chain.coded) {
      pretransformStart(decoder, shape, vectorLevel(), scratch);
      scratch += pretransformScratchBytes(shape);
    }
    if (chain.shuffled) {
      uint8_t key[shuffleKeyBytes];
      deriveShuffleKey(dek, weight.id, key);
      shuffleStart(shuffle, shape, key, aesLevel(), scratch);
      hwlock_core_wipe(key, sizeof key);
    }
  }

  /// Takes an unmasked chunk; overwrites it.
  void take(uint8_t *chunk, uint64_t size) {
    if (chain.coded) {
      uint8_t *out = chain.shuffled ? chunk : plain + written;
      size = pretransformFeed(decoder, chunk, size, out);
      written += size;
    }
    if (chain.shuffled)
      unshuffle(shuffle, chunk, size, plain);
  }

private:
  WeightChain chain;
  PretransformDecoder decoder;
  Shuffle shuffle;
  uint8_t *plain;
  uint64_t written = 0;
};

/// The masked bytes of a weight, a chunk at a time.
struct Chunks {
  ChunkOpener &opener;
  const uint8_t *sealed, *tags;
  uint64_t size;

  /// Opens each chunk where `place(offset)` says and gives it to `take(chunk,
  /// length)`. False as soon as a tag is wrong.
  template <typename Place, typename Take>
  bool openAll(Place place, Take take) {
    for (uint64_t chunk = 0; chunk < layout::chunkCount(size); ++chunk) {
      uint64_t offset = chunk * layout::chunkBytes, left = size - offset;
      uint64_t length = left < layout::chunkBytes ? left : layout::chunkBytes;
      uint8_t *out = place(offset);
      const uint8_t *tag = tags ? tags + chunk * layout::tagBytes : nullptr;
      if (!opener.open(chunk, sealed + offset, tag, out, length))
        return false;
      take(out, length);
    }
    return true;
  }
};

} // namespace

static bool unsealWeight(const VaultView &view, const WeightView &weight,
                         const uint8_t *dek, const uint8_t *sealed,
                         const uint8_t *tags, uint8_t *plain,
                         uint8_t *scratch) {
  WeightChain chain = chainOf(weight);
  MatrixShape shape = matrixShape(weight);
  uint64_t clear = clearBytes(chain, shape);
  // Copied first: what is authenticated is what is used.
  for (uint64_t i = 0; i < clear; ++i)
    scratch[i] = sealed[i];
  ChunkOpener opener(view, weight, chain, dek, scratch, clear);
  Chunks chunks = {opener, sealed + clear, tags, weight.sealedSize - clear};
  if (chain.aesAlone())
    return chunks.openAll([&](uint64_t offset) { return plain + offset; },
                          [](uint8_t *, uint64_t) {});
  InnerChain inner(weight, chain, dek, scratch, plain);
  uint64_t scratchBytes = unsealScratchBytes(chain, shape);
  uint8_t *buffer = scratch + scratchBytes - layout::chunkBytes;
  bool opened = chunks.openAll(
      [&](uint64_t) { return buffer; },
      [&](uint8_t *chunk, uint64_t size) { inner.take(chunk, size); });
  hwlock_core_wipe(scratch, scratchBytes);
  return opened;
}

int32_t hwlock_core_unseal(const uint8_t *vault, uint64_t vaultSize,
                           const uint8_t *dek, uint32_t index,
                           const uint8_t *sealed, const uint8_t *tags,
                           uint8_t *plain, uint64_t size, uint8_t *scratch) {
  VaultView view;
  WeightView weight;
  uint32_t item;
  if (parseVault(vault, vaultSize, view, item) != VaultFault::None ||
      index >= view.weightCount ||
      readWeight(view, index, weight) != VaultFault::None ||
      weight.size != size)
    return int32_t(Status::BadInput);
  if (unsealWeight(view, weight, dek, sealed, tags, plain, scratch))
    return int32_t(Status::Ok);
  hwlock_core_wipe(plain, size);
  return int32_t(Status::Corrupt);
}
