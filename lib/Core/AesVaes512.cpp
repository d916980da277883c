//===- AesVaes512.cpp - AES-CTR with 512-bit AES instructions -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 32 blocks in flight. What is left below 512 bytes goes to the kernel below.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#include "CounterBlock.h"
#include "Prefetch.h"
#include <immintrin.h>

using namespace hwlock::core;

static constexpr int vectorsInFlight = 8;
static constexpr int blocksInVector = 4;
static constexpr uint64_t bytesInFlight = 16 * blocksInVector * vectorsInFlight;

/// Returns how many bytes it did.
template <int rounds>
static HWLOCK_TARGET_VAES512 uint64_t ctr(const AesKey &key,
                                          const uint8_t *nonce,
                                          uint32_t counter, const uint8_t *in,
                                          uint8_t *out, uint64_t size) {
  __m512i keys[rounds + 1];
#pragma GCC unroll 15
  for (int i = 0; i <= rounds; ++i)
    keys[i] = _mm512_broadcast_i32x4(
        _mm_load_si128(reinterpret_cast<const __m128i *>(key.roundKeys[i])));
  const __m512i swapLastWord = _mm512_broadcast_i32x4(
      _mm_set_epi8(12, 13, 14, 15, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  const __m512i step =
      _mm512_set_epi32(4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0);
  // The last word of each block is a little-endian number until it is used.
  __m512i block = _mm512_add_epi32(
      _mm512_broadcast_i32x4(makeCounterBlock(nonce, counter)),
      _mm512_set_epi32(3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0));
  uint64_t done = 0;
  for (; size - done >= bytesInFlight; done += bytesInFlight) {
    __m512i stream[vectorsInFlight];
#pragma GCC unroll 16
    for (__m512i &x : stream) {
      x = _mm512_xor_si512(_mm512_shuffle_epi8(block, swapLastWord), keys[0]);
      block = _mm512_add_epi32(block, step);
    }
#pragma GCC unroll 13
    for (int round = 1; round < rounds; ++round)
#pragma GCC unroll 16
      for (__m512i &x : stream)
        x = _mm512_aesenc_epi128(x, keys[round]);
#pragma GCC unroll 16
    for (int i = 0; i < vectorsInFlight; ++i) {
      __m512i data = _mm512_loadu_si512(in + done + 64 * i);
      _mm512_storeu_si512(out + done + 64 * i,
                          _mm512_aesenclast_epi128(
                              stream[i], _mm512_xor_si512(data, keys[rounds])));
    }
    prefetchNextPage<bytesInFlight>(in + done);
  }
  return done;
}

HWLOCK_TARGET_VAES512
void hwlock::core::aesCtrVaes512(const AesKey &key, const uint8_t *nonce,
                                 uint32_t counter, const uint8_t *in,
                                 uint8_t *out, uint64_t size) {
  uint64_t done = key.rounds == 14
                      ? ctr<14>(key, nonce, counter, in, out, size)
                      : ctr<10>(key, nonce, counter, in, out, size);
  aesCtrNi(key, nonce, counter + uint32_t(done / 16), in + done, out + done,
           size - done);
}
#endif
