//===- PretransformAvx2.cpp - Decode weights, eight at a time -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PretransformKernels.h"
#include "hwlock/Core/PretransformCode.h"

#if defined(__x86_64__)
#include <immintrin.h>

using namespace hwlock::core;

/// As orderOf().
HWLOCK_TARGET_AVX2 static inline __m256i orders(__m256 values) {
  __m256i bits = _mm256_castps_si256(values);
  __m256i flip = _mm256_srli_epi32(_mm256_srai_epi32(bits, 31), 1);
  return _mm256_xor_si256(bits, flip);
}

/// As scaled().
HWLOCK_TARGET_AVX2 static inline __m256
scaledAll(__m256i quantiles, __m256 rowScale, __m256 columnScales) {
  return _mm256_mul_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(quantiles), rowScale),
                       columnScales);
}

HWLOCK_TARGET_AVX2 uint64_t hwlock::core::decodeFloatsAvx2(
    PretransformDecoder &decoder, const PretransformRun &run) {
  const PretransformTable &table = decoder.table;
  uint32_t width = pretransformCodeBits - table.knotBits;
  const __m128i codeToCell = _mm_cvtsi32_si128(int(16 + width));
  const __m256i inCell = _mm256_set1_epi32(int((1u << width) - 1));
  const __m256i zero = _mm256_setzero_si256();
  const __m256i beyond = _mm256_set1_epi32(int(directReach + 1));
  const __m256i lastCell = _mm256_set1_epi32(int((1u << table.knotBits) - 1));
  const __m256i upper = _mm256_set1_epi32(int(0xffff0000));
  const __m256 rowScale = _mm256_set1_ps(run.rowScale);
  const int *bases = reinterpret_cast<const int *>(table.base);
  const int *steps = reinterpret_cast<const int *>(table.step);
  uint64_t i = 0;
  for (; i + 8 <= run.count; i += 8) {
    __m256i payload =
        _mm256_loadu_si256(reinterpret_cast<const __m256i *>(run.in + 4 * i));
    __m256i cell = _mm256_srl_epi32(payload, codeToCell);
    __m256i place = _mm256_and_si256(_mm256_srli_epi32(payload, 16), inCell);
    __m256i step = _mm256_i32gather_epi32(steps, cell, 4);
    __m256i begin = _mm256_add_epi32(_mm256_i32gather_epi32(bases, cell, 4),
                                     _mm256_mullo_epi32(step, place));
    __m256 columns = _mm256_loadu_ps(run.columnScales + i);
    __m256 value = scaledAll(begin, rowScale, columns);
    __m256i low = orders(value);
    __m256i high =
        orders(scaledAll(_mm256_add_epi32(begin, step), rowScale, columns));
    // As isEscape(): the upper halves differ, and by more than the reach.
    __m256i same = _mm256_cmpeq_epi32(_mm256_srai_epi32(low, 16),
                                      _mm256_srai_epi32(high, 16));
    __m256i distance = _mm256_sub_epi32(high, low);
    __m256i far =
        _mm256_cmpeq_epi32(_mm256_max_epu32(distance, beyond), distance);
    __m256i rare = _mm256_andnot_si256(same, far);
    rare = _mm256_or_si256(rare, _mm256_cmpeq_epi32(cell, zero));
    rare = _mm256_or_si256(rare, _mm256_cmpeq_epi32(cell, lastCell));
    __m256i weights = _mm256_blend_epi16(
        payload, _mm256_and_si256(upper, _mm256_castps_si256(value)), 0xaa);
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(run.out + 4 * i), weights);
    uint32_t lanes = uint32_t(_mm256_movemask_ps(_mm256_castsi256_ps(rare)));
    if (__builtin_expect(lanes == 0, 1))
      continue;
    alignas(32) uint32_t payloads[8];
    _mm256_store_si256(reinterpret_cast<__m256i *>(payloads), payload);
    for (; lanes; lanes &= lanes - 1) {
      uint32_t lane = uint32_t(__builtin_ctz(lanes));
      uint16_t half = decodeRareCode(decoder, payloads[lane] >> 16,
                                     run.rowScale, run.columnScales[i + lane]);
      run.out[4 * (i + lane) + 2] = uint8_t(half);
      run.out[4 * (i + lane) + 3] = uint8_t(half >> 8);
    }
  }
  return i;
}
#endif
