//===- AesVaes256.cpp - AES-CTR with 256-bit AES instructions -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 16 blocks in flight. What is left below 256 bytes goes to the kernel below.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#include "CounterBlock.h"
#include "Prefetch.h"
#include <immintrin.h>

using namespace hwlock::core;

static constexpr int vectorsInFlight = 8;
static constexpr int blocksInVector = 2;
static constexpr uint64_t bytesInFlight = 16 * blocksInVector * vectorsInFlight;

/// Returns how many bytes it did.
template <int rounds>
static HWLOCK_TARGET_VAES256 uint64_t ctr(const AesKey &key,
                                          const uint8_t *nonce,
                                          uint32_t counter, const uint8_t *in,
                                          uint8_t *out, uint64_t size) {
  __m256i keys[rounds + 1];
#pragma GCC unroll 15
  for (int i = 0; i <= rounds; ++i)
    keys[i] = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i *>(key.roundKeys[i])));
  const __m256i swapLastWord = _mm256_broadcastsi128_si256(
      _mm_set_epi8(12, 13, 14, 15, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  const __m256i step = _mm256_set_epi32(2, 0, 0, 0, 2, 0, 0, 0);
  // The last word of each block is a little-endian number until it is used.
  __m256i block = _mm256_add_epi32(
      _mm256_broadcastsi128_si256(makeCounterBlock(nonce, counter)),
      _mm256_set_epi32(1, 0, 0, 0, 0, 0, 0, 0));
  uint64_t done = 0;
  for (; size - done >= bytesInFlight; done += bytesInFlight) {
    __m256i stream[vectorsInFlight];
#pragma GCC unroll 16
    for (__m256i &x : stream) {
      x = _mm256_xor_si256(_mm256_shuffle_epi8(block, swapLastWord), keys[0]);
      block = _mm256_add_epi32(block, step);
    }
#pragma GCC unroll 13
    for (int round = 1; round < rounds; ++round)
#pragma GCC unroll 16
      for (__m256i &x : stream)
        x = _mm256_aesenc_epi128(x, keys[round]);
#pragma GCC unroll 16
    for (int i = 0; i < vectorsInFlight; ++i) {
      __m256i data = _mm256_loadu_si256(
          reinterpret_cast<const __m256i *>(in + done + 32 * i));
      _mm256_storeu_si256(reinterpret_cast<__m256i *>(out + done + 32 * i),
                          _mm256_aesenclast_epi128(
                              stream[i], _mm256_xor_si256(data, keys[rounds])));
    }
    prefetchNextPage<bytesInFlight>(in + done);
  }
  return done;
}

HWLOCK_TARGET_VAES256
void hwlock::core::aesCtrVaes256(const AesKey &key, const uint8_t *nonce,
                                 uint32_t counter, const uint8_t *in,
                                 uint8_t *out, uint64_t size) {
  uint64_t done = key.rounds == 14
                      ? ctr<14>(key, nonce, counter, in, out, size)
                      : ctr<10>(key, nonce, counter, in, out, size);
  aesCtrNi(key, nonce, counter + uint32_t(done / 16), in + done, out + done,
           size - done);
}
#endif
