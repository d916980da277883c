//===- ChunkOpener.cpp - Unmask and authenticate chunks of a weight -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChunkOpener.h"
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Core/KeySchedule.h"

using namespace hwlock;
using namespace hwlock::core;

static constexpr uint32_t chunkIndexOffset = 32 + layout::weightIdBytes;
static constexpr uint32_t clearHashOffset = chunkIndexOffset + 16;
/// As in GCM, where counter 1 makes the tag.
static constexpr uint32_t firstDataCounter = 2;

static void hashTo(const uint8_t *bytes, uint64_t size, uint8_t *digest) {
  Sha256 hash;
  sha256Init(hash);
  sha256Update(hash, bytes, size);
  sha256Final(hash, digest);
}

ChunkOpener::ChunkOpener(const VaultView &view, const WeightView &weight,
                         WeightChain chain, const uint8_t *dek,
                         const uint8_t *clear, uint64_t clearBytes)
    : checked(view.policy == layout::policyError), masked(chain.keyBytes != 0),
      level(aesLevel()), associatedBytes(clearHashOffset) {
  if (masked) {
    uint8_t bytes[32];
    deriveWeightKey(dek, weight.id, bytes, chain.keyBytes);
    aesExpandKey(level, bytes, chain.keyBytes, key);
    hwlock_core_wipe(bytes, sizeof bytes);
  } else {
    deriveWeightTagKey(dek, weight.id, tagKey);
  }
  hashTo(view.bytes, layout::coreBytes, associated);
  for (uint32_t i = 0; i < layout::weightIdBytes; ++i)
    associated[32 + i] = weight.id[i];
  storeLittle64(associated + chunkIndexOffset + 8, weight.sealedSize);
  if (clearBytes > 0 && checked) {
    hashTo(clear, clearBytes, associated + clearHashOffset);
    associatedBytes += 32;
  }
}

ChunkOpener::~ChunkOpener() { hwlock_core_wipe(this, sizeof *this); }

void ChunkOpener::start(uint64_t chunk) {
  storeLittle64(associated + chunkIndexOffset, chunk);
  for (uint32_t i = 0; i < 4; ++i)
    nonce[i] = 0;
  storeBig64(nonce + 4, chunk);
}

/// Copies first, so that what is hashed is what is used.
void ChunkOpener::copy(const uint8_t *sealed, uint8_t *out, uint64_t size,
                       uint8_t *computed) {
  for (uint64_t i = 0; i < size; ++i)
    out[i] = sealed[i];
  if (!checked)
    return;
  Hmac context;
  hmacInit(context, tagKey, sizeof tagKey);
  hmacUpdate(context, associated, associatedBytes);
  hmacUpdate(context, out, size);
  hmacFinal(context, computed);
}

bool ChunkOpener::open(uint64_t chunk, const uint8_t *sealed,
                       const uint8_t *tag, uint8_t *out, uint64_t size) {
  uint8_t computed[layout::macBytes];
  start(chunk);
  if (!masked)
    copy(sealed, out, size, computed);
  else if (checked)
    gcmDecrypt(level, key, nonce, associated, associatedBytes, sealed, out,
               size, computed);
  else
    aesCtr(level, key, nonce, firstDataCounter, sealed, out, size);
  if (!checked)
    return true;
  bool matches = constantTimeEqual(computed, tag, layout::tagBytes);
  hwlock_core_wipe(computed, sizeof computed);
  return matches;
}
