//===- AesArm.cpp - AES with the Armv8 instructions -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// aese adds the round key first and substitutes then, so the last key of a
// block is added alone. Eight blocks in flight hide the latency.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"
#include "AesSchedule.h"

#if defined(__aarch64__)
#include "ByteOrder.h"
#include "hwlock/Core/Decoder.h"
#include <arm_neon.h>

using namespace hwlock::core;

static constexpr int blocksInFlight = 8;
static constexpr uint64_t bytesInFlight = 16 * blocksInFlight;

/// The substitution box on four bytes. With the same word in all columns the
/// rotation of the rows changes nothing.
static HWLOCK_TARGET_ARM_CRYPTO uint32_t subWord(uint32_t word) {
  uint8x16_t columns = vreinterpretq_u8_u32(vdupq_n_u32(word));
  return vgetq_lane_u32(vreinterpretq_u32_u8(vaeseq_u8(columns, vdupq_n_u8(0))),
                        0);
}

HWLOCK_TARGET_ARM_CRYPTO
void hwlock::core::aesExpandKeyArm(const uint8_t *key, AesKey &out) {
  expandSchedule<subWord>(key, out);
}

/// `block` with the number `counter`.
static HWLOCK_TARGET_ARM_CRYPTO uint8x16_t counterBlock(uint32x4_t block,
                                                        uint32_t counter) {
  return vreinterpretq_u8_u32(
      vsetq_lane_u32(__builtin_bswap32(counter), block, 3));
}

/// Encrypts consecutive counter blocks.
template <int rounds, int blocks>
static inline HWLOCK_TARGET_ARM_CRYPTO void
makeStream(const uint8x16_t *keys, uint32x4_t block, uint32_t counter,
           uint8x16_t *stream) {
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i)
    stream[i] = counterBlock(block, counter + uint32_t(i));
#pragma GCC unroll 13
  for (int round = 0; round < rounds - 1; ++round)
#pragma GCC unroll 8
    for (int i = 0; i < blocks; ++i)
      stream[i] = vaesmcq_u8(vaeseq_u8(stream[i], keys[round]));
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i)
    stream[i] = veorq_u8(vaeseq_u8(stream[i], keys[rounds - 1]), keys[rounds]);
}

template <int rounds>
static HWLOCK_TARGET_ARM_CRYPTO void
ctr(const AesKey &key, const uint8_t *nonce, uint32_t counter,
    const uint8_t *in, uint8_t *out, uint64_t size) {
  uint8x16_t keys[rounds + 1], stream[blocksInFlight];
#pragma GCC unroll 15
  for (int i = 0; i <= rounds; ++i)
    keys[i] = vld1q_u8(key.roundKeys[i]);
  const uint32_t words[4] = {loadLittle32(nonce), loadLittle32(nonce + 4),
                             loadLittle32(nonce + 8), 0};
  const uint32x4_t block = vld1q_u32(words);
  for (; size >= bytesInFlight; size -= bytesInFlight) {
    makeStream<rounds, blocksInFlight>(keys, block, counter, stream);
#pragma GCC unroll 8
    for (int i = 0; i < blocksInFlight; ++i)
      vst1q_u8(out + 16 * i, veorq_u8(vld1q_u8(in + 16 * i), stream[i]));
    counter += blocksInFlight;
    in += bytesInFlight;
    out += bytesInFlight;
  }
  for (; size >= 16; size -= 16) {
    makeStream<rounds, 1>(keys, block, counter++, stream);
    vst1q_u8(out, veorq_u8(vld1q_u8(in), stream[0]));
    in += 16;
    out += 16;
  }
  if (size) {
    uint8_t rest[16];
    makeStream<rounds, 1>(keys, block, counter, stream);
    vst1q_u8(rest, stream[0]);
    for (uint64_t i = 0; i < size; ++i)
      out[i] = in[i] ^ rest[i];
    hwlock_core_wipe(rest, sizeof rest);
  }
}

HWLOCK_TARGET_ARM_CRYPTO
void hwlock::core::aesCtrArm(const AesKey &key, const uint8_t *nonce,
                             uint32_t counter, const uint8_t *in, uint8_t *out,
                             uint64_t size) {
  if (key.rounds == 14)
    return ctr<14>(key, nonce, counter, in, out, size);
  ctr<10>(key, nonce, counter, in, out, size);
}
#endif
