//===- GcmVaes512.cpp - AES-GCM with 512-bit instructions -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#define HWLOCK_KERNEL_TARGET HWLOCK_TARGET_VAES512
#include "FusedGcm.h"

using namespace hwlock::core;

namespace {

struct Vector512 {
  using type = __m512i;
  static constexpr int blocks = 4, inFlight = 4;

#define OPERATION static inline HWLOCK_KERNEL_TARGET
  OPERATION type load(const uint8_t *bytes) {
    return _mm512_loadu_si512(bytes);
  }
  OPERATION void store(uint8_t *bytes, type x) {
    _mm512_storeu_si512(bytes, x);
  }
  OPERATION type zero() { return _mm512_setzero_si512(); }
  OPERATION type broadcast(__m128i block) {
    return _mm512_broadcast_i32x4(block);
  }
  OPERATION type lastBytes(int first) {
    return _mm512_set_epi32((first + 3) << 24, 0, 0, 0, (first + 2) << 24, 0, 0,
                            0, (first + 1) << 24, 0, 0, 0, first << 24, 0, 0,
                            0);
  }
  OPERATION type fromBlock(__m128i block) {
    return _mm512_zextsi128_si512(block);
  }
  OPERATION __m128i addBlocks(type x) {
    __m256i half = _mm256_xor_si256(_mm512_castsi512_si256(x),
                                    _mm512_extracti64x4_epi64(x, 1));
    return _mm_xor_si128(_mm256_castsi256_si128(half),
                         _mm256_extracti128_si256(half, 1));
  }
  OPERATION type add(type x, type y) { return _mm512_xor_si512(x, y); }
  OPERATION type shuffle(type x, type y) { return _mm512_shuffle_epi8(x, y); }
  template <int halves> OPERATION type multiply(type x, type y) {
    return _mm512_clmulepi64_epi128(x, y, halves);
  }
  OPERATION type encryptRound(type x, type key) {
    return _mm512_aesenc_epi128(x, key);
  }
  OPERATION type encryptLastRound(type x, type key) {
    return _mm512_aesenclast_epi128(x, key);
  }
#undef OPERATION
};

} // namespace

HWLOCK_TARGET_VAES512
uint64_t hwlock::core::fusedGcmVaes512(const AesKey &key, const uint8_t *nonce,
                                       Ghash &ghash, const uint8_t *in,
                                       uint8_t *out, uint64_t size) {
  return fusedGcm<Vector512>(key, nonce, ghash, in, out, size);
}
#endif
