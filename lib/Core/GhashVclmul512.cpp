//===- GhashVclmul512.cpp - GHASH with 512-bit multiplication -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sixteen blocks are multiplied by H^16 to H^1 and reduced once. What is left
// goes to the 128-bit kernel.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#include "ClmulReduce.h"
#include "Prefetch.h"

using namespace hwlock::core;

static constexpr int vectors = 4;
static constexpr uint64_t blocksAtOnce = 4 * vectors;

static HWLOCK_TARGET_VAES512 __m512i load(const uint8_t *bytes) {
  return _mm512_loadu_si512(bytes);
}

static HWLOCK_TARGET_VAES512 __m128i addLanes(__m512i x) {
  __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(x),
                                  _mm512_extracti64x4_epi64(x, 1));
  return _mm_xor_si128(_mm256_castsi256_si128(half),
                       _mm256_extracti128_si256(half, 1));
}

HWLOCK_TARGET_VAES512
void hwlock::core::ghashBlocksVclmul512(Ghash &ghash, const uint8_t *data,
                                        uint64_t blocks) {
  const __m512i reverse = _mm512_broadcast_i32x4(
      _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  __m512i powers[vectors];
#pragma GCC unroll 4
  for (int i = 0; i < vectors; ++i)
    powers[i] = load(ghash.powers[4 * i]);
  __m128i state = loadReversed(ghash.state);
  for (; blocks >= blocksAtOnce; blocks -= blocksAtOnce) {
    __m512i low = _mm512_setzero_si512(), middle = low, high = low;
#pragma GCC unroll 4
    for (int i = vectors - 1; i >= 0; --i) {
      __m512i x = _mm512_shuffle_epi8(load(data + 64 * i), reverse);
      if (i == 0)
        x = _mm512_xor_si512(x, _mm512_zextsi128_si512(state));
      __m512i h = powers[i];
      low = _mm512_xor_si512(low, _mm512_clmulepi64_epi128(x, h, 0x00));
      middle = _mm512_xor_si512(middle, _mm512_clmulepi64_epi128(x, h, 0x01));
      middle = _mm512_xor_si512(middle, _mm512_clmulepi64_epi128(x, h, 0x10));
      high = _mm512_xor_si512(high, _mm512_clmulepi64_epi128(x, h, 0x11));
    }
    state = clmulReduce(addLanes(low), addLanes(middle), addLanes(high));
    prefetchNextPage<16 * blocksAtOnce>(data);
    data += 16 * blocksAtOnce;
  }
  storeReversed(ghash.state, state);
  ghashBlocksClmul(ghash, data, blocks);
}
#endif
