//===- AesNi.cpp - AES with 128-bit AES instructions ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Eight blocks in flight hide the latency of aesenc. Round keys stay in
// registers for a call.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#include "CounterBlock.h"
#include "Prefetch.h"
#include "hwlock/Core/Decoder.h"
#include <immintrin.h>

using namespace hwlock::core;

static constexpr int blocksInFlight = 8;
static constexpr uint64_t bytesInFlight = 16 * blocksInFlight;

static HWLOCK_TARGET_AESNI __m128i load(const uint8_t *bytes) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

static HWLOCK_TARGET_AESNI void store(uint8_t *bytes, __m128i value) {
  _mm_storeu_si128(reinterpret_cast<__m128i *>(bytes), value);
}

HWLOCK_TARGET_AESNI
void hwlock::core::aesExpandKeyNi(const uint8_t *key, AesKey &out) {
  const uint32_t inKey = out.rounds == 14 ? 2 : 1;
  int constant = 1;
  for (uint32_t i = 0; i < inKey; ++i)
    store(out.roundKeys[i], load(key + 16 * i));
  for (uint32_t i = inKey; i <= out.rounds; ++i) {
    // The words that start a key are rotated too; the instruction offers both.
    __m128i last = _mm_aeskeygenassist_si128(load(out.roundKeys[i - 1]), 0);
    if (i % inKey == 0) {
      // The instruction wants its round constant at compile time; zero there
      // and an exclusive or here let this be a loop.
      last = _mm_xor_si128(_mm_shuffle_epi32(last, 0xff),
                           _mm_set1_epi32(constant));
      constant = (constant << 1) ^ (constant >> 7) * 0x11b;
    } else {
      last = _mm_shuffle_epi32(last, 0xaa);
    }
    __m128i words = load(out.roundKeys[i - inKey]);
    words = _mm_xor_si128(words, _mm_slli_si128(words, 4));
    words = _mm_xor_si128(words, _mm_slli_si128(words, 8));
    store(out.roundKeys[i], _mm_xor_si128(words, last));
  }
}

/// Encrypts consecutive counter blocks.
template <int rounds, int blocks>
static inline HWLOCK_TARGET_AESNI void
makeStream(const __m128i *keys, __m128i counter, __m128i *stream) {
  const __m128i swapLastWord =
      _mm_set_epi8(12, 13, 14, 15, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i) {
    __m128i block = _mm_add_epi32(counter, _mm_set_epi32(i, 0, 0, 0));
    stream[i] = _mm_xor_si128(_mm_shuffle_epi8(block, swapLastWord), keys[0]);
  }
#pragma GCC unroll 13
  for (int round = 1; round < rounds; ++round)
#pragma GCC unroll 8
    for (int i = 0; i < blocks; ++i)
      stream[i] = _mm_aesenc_si128(stream[i], keys[round]);
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i)
    stream[i] = _mm_aesenclast_si128(stream[i], keys[rounds]);
}

template <int rounds>
static HWLOCK_TARGET_AESNI void ctr(const AesKey &key, const uint8_t *nonce,
                                    uint32_t counter, const uint8_t *in,
                                    uint8_t *out, uint64_t size) {
  __m128i keys[rounds + 1], stream[blocksInFlight];
#pragma GCC unroll 15
  for (int i = 0; i <= rounds; ++i)
    keys[i] = load(key.roundKeys[i]);
  __m128i block = makeCounterBlock(nonce, counter);
  for (; size >= bytesInFlight; size -= bytesInFlight) {
    prefetchNextPage<bytesInFlight>(in);
    makeStream<rounds, blocksInFlight>(keys, block, stream);
#pragma GCC unroll 8
    for (int i = 0; i < blocksInFlight; ++i)
      store(out + 16 * i, _mm_xor_si128(load(in + 16 * i), stream[i]));
    block = _mm_add_epi32(block, _mm_set_epi32(blocksInFlight, 0, 0, 0));
    in += bytesInFlight;
    out += bytesInFlight;
  }
  for (; size >= 16; size -= 16) {
    makeStream<rounds, 1>(keys, block, stream);
    store(out, _mm_xor_si128(load(in), stream[0]));
    block = _mm_add_epi32(block, _mm_set_epi32(1, 0, 0, 0));
    in += 16;
    out += 16;
  }
  if (size) {
    uint8_t rest[16];
    makeStream<rounds, 1>(keys, block, stream);
    store(rest, stream[0]);
    for (uint64_t i = 0; i < size; ++i)
      out[i] = in[i] ^ rest[i];
    hwlock_core_wipe(rest, sizeof rest);
  }
}

HWLOCK_TARGET_AESNI
void hwlock::core::aesCtrNi(const AesKey &key, const uint8_t *nonce,
                            uint32_t counter, const uint8_t *in, uint8_t *out,
                            uint64_t size) {
  if (key.rounds == 14)
    return ctr<14>(key, nonce, counter, in, out, size);
  ctr<10>(key, nonce, counter, in, out, size);
}
#endif
