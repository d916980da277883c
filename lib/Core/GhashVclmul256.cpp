//===- GhashVclmul256.cpp - GHASH with 256-bit multiplication -------------===//
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

static constexpr int vectors = 8;
static constexpr uint64_t blocksAtOnce = 2 * vectors;

static HWLOCK_TARGET_VAES256 __m256i load(const uint8_t *bytes) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes));
}

static HWLOCK_TARGET_VAES256 __m128i addLanes(__m256i x) {
  return _mm_xor_si128(_mm256_castsi256_si128(x),
                       _mm256_extracti128_si256(x, 1));
}

HWLOCK_TARGET_VAES256
void hwlock::core::ghashBlocksVclmul256(Ghash &ghash, const uint8_t *data,
                                        uint64_t blocks) {
  const __m256i reverse = _mm256_broadcastsi128_si256(
      _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  __m128i state = loadReversed(ghash.state);
  for (; blocks >= blocksAtOnce; blocks -= blocksAtOnce) {
    __m256i low = _mm256_setzero_si256(), middle = low, high = low;
#pragma GCC unroll 8
    for (int i = vectors - 1; i >= 0; --i) {
      __m256i x = _mm256_shuffle_epi8(load(data + 32 * i), reverse);
      if (i == 0)
        x = _mm256_xor_si256(x, _mm256_zextsi128_si256(state));
      __m256i h = load(ghash.powers[2 * i]);
      low = _mm256_xor_si256(low, _mm256_clmulepi64_epi128(x, h, 0x00));
      middle = _mm256_xor_si256(middle, _mm256_clmulepi64_epi128(x, h, 0x01));
      middle = _mm256_xor_si256(middle, _mm256_clmulepi64_epi128(x, h, 0x10));
      high = _mm256_xor_si256(high, _mm256_clmulepi64_epi128(x, h, 0x11));
    }
    state = clmulReduce(addLanes(low), addLanes(middle), addLanes(high));
    prefetchNextPage<16 * blocksAtOnce>(data);
    data += 16 * blocksAtOnce;
  }
  storeReversed(ghash.state, state);
  ghashBlocksClmul(ghash, data, blocks);
}
#endif
