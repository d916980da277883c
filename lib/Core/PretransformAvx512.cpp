//===- PretransformAvx512.cpp - Decode weights, sixteen at a time ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PretransformKernels.h"
#include "hwlock/Core/PretransformCode.h"

#if defined(__x86_64__)
#include <immintrin.h>

using namespace hwlock::core;

/// As orderOf().
HWLOCK_TARGET_AVX512 static inline __m512i orders(__m512 values) {
  __m512i bits = _mm512_castps_si512(values);
  __m512i flip = _mm512_srli_epi32(_mm512_srai_epi32(bits, 31), 1);
  return _mm512_xor_si512(bits, flip);
}

/// As scaled().
HWLOCK_TARGET_AVX512 static inline __m512
scaledAll(__m512i quantiles, __m512 rowScale, __m512 columnScales) {
  return _mm512_mul_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(quantiles), rowScale),
                       columnScales);
}

HWLOCK_TARGET_AVX512 uint64_t hwlock::core::decodeFloatsAvx512(
    PretransformDecoder &decoder, const PretransformRun &run) {
  const PretransformTable &table = decoder.table;
  uint32_t width = pretransformCodeBits - table.knotBits;
  const __m128i codeToCell = _mm_cvtsi32_si128(int(16 + width));
  const __m512i inCell = _mm512_set1_epi32(int((1u << width) - 1));
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i reach = _mm512_set1_epi32(int(directReach));
  const __m512i innerCells = _mm512_set1_epi32(int((1u << table.knotBits) - 2));
  const __m512i upper = _mm512_set1_epi32(int(0xffff0000));
  const __m512 rowScale = _mm512_set1_ps(run.rowScale);
  uint64_t i = 0;
  for (; i + 16 <= run.count; i += 16) {
    __m512i payload = _mm512_loadu_si512(run.in + 4 * i);
    __m512i cell = _mm512_srl_epi32(payload, codeToCell);
    __m512i place = _mm512_and_si512(_mm512_srli_epi32(payload, 16), inCell);
    __m512i step = _mm512_i32gather_epi32(cell, table.step, 4);
    __m512i begin =
        _mm512_add_epi32(_mm512_i32gather_epi32(cell, table.base, 4),
                         _mm512_mullo_epi32(step, place));
    __m512 columns = _mm512_loadu_ps(run.columnScales + i);
    __m512 value = scaledAll(begin, rowScale, columns);
    __m512i low = orders(value);
    __m512i high =
        orders(scaledAll(_mm512_add_epi32(begin, step), rowScale, columns));
    // As isEscape().
    __mmask16 rare = _mm512_cmpneq_epi32_mask(_mm512_srai_epi32(low, 16),
                                              _mm512_srai_epi32(high, 16));
    rare &= _mm512_cmpgt_epu32_mask(_mm512_sub_epi32(high, low), reach);
    rare |= _mm512_cmpge_epu32_mask(_mm512_sub_epi32(cell, one), innerCells);
    __m512i weights =
        _mm512_or_si512(_mm512_and_si512(upper, _mm512_castps_si512(value)),
                        _mm512_andnot_si512(upper, payload));
    _mm512_storeu_si512(run.out + 4 * i, weights);
    if (__builtin_expect(rare == 0, 1))
      continue;
    alignas(64) uint32_t payloads[16];
    _mm512_store_si512(payloads, payload);
    for (uint32_t left = rare; left; left &= left - 1) {
      uint32_t lane = uint32_t(__builtin_ctz(left));
      uint16_t half = decodeRareCode(decoder, payloads[lane] >> 16,
                                     run.rowScale, run.columnScales[i + lane]);
      run.out[4 * (i + lane) + 2] = uint8_t(half);
      run.out[4 * (i + lane) + 3] = uint8_t(half >> 8);
    }
  }
  return i;
}
#endif
