//===- Gcm.cpp - The tag of AES-GCM ---------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NIST SP 800-38D for nonces of 96 bits. Ciphertext comes from aesCtr with a
// counter that starts at 2.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

static void init(AesLevel level, Ghash &ghash, const uint8_t *h) {
#if defined(__x86_64__)
  if (level != AesLevel::Portable)
    return ghashInitClmul(ghash, h);
#endif
  ghashInitPortable(ghash, h);
}

static void absorbBlocks(AesLevel level, Ghash &ghash, const uint8_t *data,
                         uint64_t blocks) {
#if defined(__x86_64__)
  if (level == AesLevel::Vaes512)
    return ghashBlocksVclmul512(ghash, data, blocks);
  if (level == AesLevel::Vaes256)
    return ghashBlocksVclmul256(ghash, data, blocks);
  if (level == AesLevel::AesNi)
    return ghashBlocksClmul(ghash, data, blocks);
#endif
  ghashBlocksPortable(ghash, data, blocks);
}

/// Absorbs `data`, padded with zeros to whole blocks.
static void absorb(AesLevel level, Ghash &ghash, const uint8_t *data,
                   uint64_t size) {
  absorbBlocks(level, ghash, data, size / 16);
  if (size % 16 == 0)
    return;
  uint8_t last[16];
  for (uint64_t i = 0; i < 16; ++i)
    last[i] = i < size % 16 ? data[size / 16 * 16 + i] : 0;
  absorbBlocks(level, ghash, last, 1);
}

void hwlock::core::gcmTag(AesLevel level, const AesKey &key,
                          const uint8_t *nonce, const uint8_t *aad,
                          uint64_t aadSize, const uint8_t *ciphertext,
                          uint64_t size, uint8_t *tag) {
  uint8_t hashKey[16];
  Ghash ghash;
  for (int i = 0; i < 16; ++i)
    hashKey[i] = ghash.state[i] = 0;
  // The encryption of the zero block.
  aesCtr(level, key, hashKey, 0, hashKey, hashKey, sizeof hashKey);
  init(level, ghash, hashKey);

  absorb(level, ghash, aad, aadSize);
  absorb(level, ghash, ciphertext, size);
  uint8_t lengths[16];
  storeBig64(lengths, 8 * aadSize);
  storeBig64(lengths + 8, 8 * size);
  absorbBlocks(level, ghash, lengths, 1);

  aesCtr(level, key, nonce, 1, ghash.state, tag, sizeof ghash.state);
  hwlock_core_wipe(hashKey, sizeof hashKey);
  hwlock_core_wipe(&ghash, sizeof ghash);
}
