//===- ClmulReduce.h - Reducing carry-less products for GHASH -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values are byte-reversed blocks, one factor of each product times x: so the
// product of 256 bits comes out aligned, without a shift.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_CLMULREDUCE_H
#define HWLOCK_LIB_CORE_CLMULREDUCE_H

#include "AesKernels.h"
#include <immintrin.h>

namespace hwlock::core {

inline HWLOCK_TARGET_AESNI __m128i loadReversed(const uint8_t *block) {
  const __m128i reverse =
      _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return _mm_shuffle_epi8(
      _mm_loadu_si128(reinterpret_cast<const __m128i *>(block)), reverse);
}

inline HWLOCK_TARGET_AESNI void storeReversed(uint8_t *block, __m128i value) {
  _mm_storeu_si128(reinterpret_cast<__m128i *>(block), value);
  value = loadReversed(block);
  _mm_storeu_si128(reinterpret_cast<__m128i *>(block), value);
}

/// The field element with the bits low + middle x^64 + high x^128.
inline HWLOCK_TARGET_AESNI __m128i clmulReduce(__m128i low, __m128i middle,
                                               __m128i high) {
  // The upper word of the reversed polynomial; each step clears one word.
  const __m128i polynomial = _mm_set_epi64x(int64_t(0xc200000000000000), 0);
  middle = _mm_xor_si128(middle, _mm_shuffle_epi32(low, 0x4e));
  middle = _mm_xor_si128(middle, _mm_clmulepi64_si128(polynomial, low, 0x01));
  high = _mm_xor_si128(high, _mm_shuffle_epi32(middle, 0x4e));
  return _mm_xor_si128(high, _mm_clmulepi64_si128(polynomial, middle, 0x01));
}

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_CLMULREDUCE_H
