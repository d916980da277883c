//===- GhashClmul.cpp - GHASH with carry-less multiplication --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Eight blocks are multiplied by H^8 to H^1 and reduced once. Powers descend:
// the last n of the table belong to n blocks in their order.
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#include "ClmulReduce.h"
#include "Prefetch.h"

using namespace hwlock::core;

static constexpr uint64_t blocksAtOnce = 8;

static HWLOCK_TARGET_AESNI __m128i load(const uint8_t *block) {
  return _mm_load_si128(reinterpret_cast<const __m128i *>(block));
}

static HWLOCK_TARGET_AESNI void store(uint8_t *block, __m128i value) {
  _mm_store_si128(reinterpret_cast<__m128i *>(block), value);
}

/// Both halves of the result are the sum of the halves of `x`.
static HWLOCK_TARGET_AESNI __m128i addHalves(__m128i x) {
  return _mm_xor_si128(x, _mm_shuffle_epi32(x, 0x4e));
}

HWLOCK_TARGET_AESNI
void hwlock::core::ghashInitClmul(Ghash &ghash, const uint8_t *h) {
  // Times x: a shift, and the polynomial if a bit falls out.
  __m128i plain = loadReversed(h);
  __m128i carry = _mm_srai_epi32(_mm_shuffle_epi32(plain, 0xff), 31);
  __m128i power = _mm_or_si128(_mm_add_epi64(plain, plain),
                               _mm_slli_si128(_mm_srli_epi64(plain, 63), 8));
  const __m128i polynomial = _mm_set_epi64x(int64_t(0xc200000000000000), 1);
  power = _mm_xor_si128(power, _mm_and_si128(carry, polynomial));

  const __m128i first = power;
  for (int i = 15;; --i) {
    store(ghash.powers[i], power);
    if (i >= 8)
      store(ghash.halfSums[i - 8], addHalves(power));
    if (i == 0)
      return;
    __m128i middle = _mm_xor_si128(_mm_clmulepi64_si128(power, first, 0x01),
                                   _mm_clmulepi64_si128(power, first, 0x10));
    power = clmulReduce(_mm_clmulepi64_si128(power, first, 0x00), middle,
                        _mm_clmulepi64_si128(power, first, 0x11));
  }
}

/// Absorbs `count` blocks, at most eight, with one reduction.
static inline HWLOCK_TARGET_AESNI __m128i absorb(const Ghash &ghash,
                                                 __m128i state,
                                                 const uint8_t *data,
                                                 uint64_t count) {
  __m128i low = _mm_setzero_si128(), middle = low, high = low;
#pragma GCC unroll 8
  for (uint64_t i = 0; i < count; ++i) {
    __m128i x = _mm_xor_si128(loadReversed(data + 16 * i), state);
    __m128i h = load(ghash.powers[16 - count + i]);
    __m128i sum = load(ghash.halfSums[8 - count + i]);
    low = _mm_xor_si128(low, _mm_clmulepi64_si128(x, h, 0x00));
    high = _mm_xor_si128(high, _mm_clmulepi64_si128(x, h, 0x11));
    middle =
        _mm_xor_si128(middle, _mm_clmulepi64_si128(addHalves(x), sum, 0x00));
    state = _mm_setzero_si128();
  }
  middle = _mm_xor_si128(middle, _mm_xor_si128(low, high));
  return clmulReduce(low, middle, high);
}

HWLOCK_TARGET_AESNI
void hwlock::core::ghashBlocksClmul(Ghash &ghash, const uint8_t *data,
                                    uint64_t blocks) {
  __m128i state = loadReversed(ghash.state);
  for (; blocks >= blocksAtOnce; blocks -= blocksAtOnce) {
    state = absorb(ghash, state, data, blocksAtOnce);
    prefetchNextPage<16 * blocksAtOnce>(data);
    data += 16 * blocksAtOnce;
  }
  if (blocks)
    state = absorb(ghash, state, data, blocks);
  storeReversed(ghash.state, state);
}
#endif
