//===- Gcm.cpp - Decryption with AES-GCM ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NIST SP 800-38D for nonces of 96 bits. Counter 1 makes the tag, counter 2 is
// the first of the data.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

static constexpr uint32_t firstDataCounter = 2;

static void init(AesLevel level, Ghash &ghash, const uint8_t *h) {
#if defined(__x86_64__)
  if (level != AesLevel::Portable)
    return ghashInitClmul(ghash, h);
#elif defined(__aarch64__)
  if (level == AesLevel::ArmCrypto)
    return ghashInitPmull(ghash, h);
#endif
  ghashInitPortable(ghash, h);
}

static void absorbBlocks(AesLevel level, Ghash &ghash, const uint8_t *data,
                         uint64_t blocks) {
#if defined(__x86_64__)
  if (level != AesLevel::Portable)
    return ghashBlocksClmul(ghash, data, blocks);
#elif defined(__aarch64__)
  if (level == AesLevel::ArmCrypto)
    return ghashBlocksPmull(ghash, data, blocks);
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

static void copyBytes(uint8_t *to, const uint8_t *from, uint64_t size) {
  // A copy of constant size becomes vector moves, not a call of memcpy.
  constexpr uint64_t step = 64;
  uint64_t i = 0;
  for (; i + step <= size; i += step)
    __builtin_memcpy(to + i, from + i, step);
  for (; i < size; ++i)
    to[i] = from[i];
}

/// Hashes and decrypts in one pass as much as the level can.
static uint64_t fused(AesLevel level, const AesKey &key, const uint8_t *nonce,
                      Ghash &ghash, const uint8_t *sealed, uint8_t *plain,
                      uint64_t size) {
#if defined(__x86_64__)
  if (level == AesLevel::Vaes512)
    return fusedGcmVaes512(key, nonce, ghash, sealed, plain, size);
  if (level == AesLevel::Vaes256)
    return fusedGcmVaes256(key, nonce, ghash, sealed, plain, size);
  if (level == AesLevel::AesNi)
    return fusedGcmNi(key, nonce, ghash, sealed, plain, size);
#endif
  return 0;
}

/// Hashes and decrypts in two passes over a copy, which nobody else can change.
static void twoPasses(AesLevel level, const AesKey &key, const uint8_t *nonce,
                      uint32_t counter, Ghash &ghash, const uint8_t *sealed,
                      uint8_t *plain, uint64_t size) {
  if (plain != sealed)
    copyBytes(plain, sealed, size);
  // From here on memory counts, not what the compiler remembers of `sealed`.
  asm volatile("" : : : "memory");
  absorb(level, ghash, plain, size);
  aesCtr(level, key, nonce, counter, plain, plain, size);
}

void hwlock::core::gcmDecrypt(AesLevel level, const AesKey &key,
                              const uint8_t *nonce, const uint8_t *aad,
                              uint64_t aadSize, const uint8_t *sealed,
                              uint8_t *plain, uint64_t size, uint8_t *tag) {
  uint8_t hashKey[16];
  Ghash ghash;
  for (int i = 0; i < 16; ++i)
    hashKey[i] = ghash.state[i] = 0;
  // The encryption of the zero block.
  aesCtr(level, key, hashKey, 0, hashKey, hashKey, sizeof hashKey);
  init(level, ghash, hashKey);

  absorb(level, ghash, aad, aadSize);
  constexpr uint64_t head = 16 * (fusedGcmStart - firstDataCounter);
  uint64_t done = size < head ? size : head;
  twoPasses(level, key, nonce, firstDataCounter, ghash, sealed, plain, done);
  done +=
      fused(level, key, nonce, ghash, sealed + done, plain + done, size - done);
  twoPasses(level, key, nonce, firstDataCounter + uint32_t(done / 16), ghash,
            sealed + done, plain + done, size - done);
  uint8_t lengths[16];
  storeBig64(lengths, 8 * aadSize);
  storeBig64(lengths + 8, 8 * size);
  absorbBlocks(level, ghash, lengths, 1);

  aesCtr(level, key, nonce, 1, ghash.state, tag, sizeof ghash.state);
  hwlock_core_wipe(hashKey, sizeof hashKey);
  hwlock_core_wipe(&ghash, sizeof ghash);
}
