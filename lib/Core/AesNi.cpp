//===- AesNi.cpp - AES-128 with 128-bit AES instructions ------------------===//
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
  __m128i words = load(key);
  int constant = 1;
  for (auto &roundKey : out.roundKeys) {
    store(roundKey, words);
    // The instruction wants its round constant at compile time; zero there and
    // an exclusive or here let this be a loop.
    __m128i last = _mm_xor_si128(_mm_aeskeygenassist_si128(words, 0),
                                 _mm_set_epi32(constant, 0, 0, 0));
    words = _mm_xor_si128(words, _mm_slli_si128(words, 4));
    words = _mm_xor_si128(words, _mm_slli_si128(words, 8));
    words = _mm_xor_si128(words, _mm_shuffle_epi32(last, 0xff));
    constant = (constant << 1) ^ (constant >> 7) * 0x11b;
  }
}

/// Encrypts consecutive counter blocks.
template <int blocks>
static inline HWLOCK_TARGET_AESNI void
makeStream(const __m128i *keys, __m128i counter, __m128i *stream) {
  const __m128i swapLastWord =
      _mm_set_epi8(12, 13, 14, 15, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i) {
    __m128i block = _mm_add_epi32(counter, _mm_set_epi32(i, 0, 0, 0));
    stream[i] = _mm_xor_si128(_mm_shuffle_epi8(block, swapLastWord), keys[0]);
  }
#pragma GCC unroll 9
  for (int round = 1; round < 10; ++round)
#pragma GCC unroll 8
    for (int i = 0; i < blocks; ++i)
      stream[i] = _mm_aesenc_si128(stream[i], keys[round]);
#pragma GCC unroll 8
  for (int i = 0; i < blocks; ++i)
    stream[i] = _mm_aesenclast_si128(stream[i], keys[10]);
}

HWLOCK_TARGET_AESNI
void hwlock::core::aesCtrNi(const AesKey &key, const uint8_t *nonce,
                            uint32_t counter, const uint8_t *in, uint8_t *out,
                            uint64_t size) {
  __m128i keys[11], stream[blocksInFlight];
#pragma GCC unroll 11
  for (int i = 0; i < 11; ++i)
    keys[i] = load(key.roundKeys[i]);
  __m128i block = makeCounterBlock(nonce, counter);
  for (; size >= bytesInFlight; size -= bytesInFlight) {
    prefetchNextPage<bytesInFlight>(in);
    makeStream<blocksInFlight>(keys, block, stream);
#pragma GCC unroll 8
    for (int i = 0; i < blocksInFlight; ++i)
      store(out + 16 * i, _mm_xor_si128(load(in + 16 * i), stream[i]));
    block = _mm_add_epi32(block, _mm_set_epi32(blocksInFlight, 0, 0, 0));
    in += bytesInFlight;
    out += bytesInFlight;
  }
  for (; size >= 16; size -= 16) {
    makeStream<1>(keys, block, stream);
    store(out, _mm_xor_si128(load(in), stream[0]));
    block = _mm_add_epi32(block, _mm_set_epi32(1, 0, 0, 0));
    in += 16;
    out += 16;
  }
  if (size) {
    uint8_t rest[16];
    makeStream<1>(keys, block, stream);
    store(rest, stream[0]);
    for (uint64_t i = 0; i < size; ++i)
      out[i] = in[i] ^ rest[i];
    hwlock_core_wipe(rest, sizeof rest);
  }
}
#endif
