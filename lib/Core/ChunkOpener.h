//===- ChunkOpener.h - Unmask and authenticate chunks of a weight ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_CORE_CHUNKOPENER_H
#define HWLOCK_LIB_CORE_CHUNKOPENER_H

#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/VaultView.h"
#include "hwlock/Core/WeightChain.h"

namespace hwlock::core {

/// Everything that the chunks of one weight share. Holds secrets: wiped when it
/// dies.
class ChunkOpener {
public:
  /// `clear` are the bytes in front of the chunks, which the tags cover too.
  ChunkOpener(const VaultView &view, const WeightView &weight,
              WeightChain chain, const uint8_t *dek, const uint8_t *clear,
              uint64_t clearBytes);
  ~ChunkOpener();
  ChunkOpener(const ChunkOpener &) = delete;
  ChunkOpener &operator=(const ChunkOpener &) = delete;

  /// Writes chunk number `chunk` to `out`, which may be `sealed`; other
  /// overlaps are not allowed. `tag` is not read under garbage. False if it is
  /// wrong.
  bool open(uint64_t chunk, const uint8_t *sealed, const uint8_t *tag,
            uint8_t *out, uint64_t size);

private:
  void start(uint64_t chunk);
  void copy(const uint8_t *sealed, uint8_t *out, uint64_t size,
            uint8_t *computed);

  bool checked, masked;
  AesLevel level;
  AesKey key;
  /// Without AES the tags are those of this key.
  uint8_t tagKey[layout::keyBytes];
  /// SHA-256(core), weight id, chunk index, sealed size, and SHA-256(clear) if
  /// there is any.
  uint8_t associated[32 + layout::weightIdBytes + 16 + 32];
  uint32_t associatedBytes;
  /// Chunk index as 96-bit big endian.
  uint8_t nonce[12];
};

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_CHUNKOPENER_H
