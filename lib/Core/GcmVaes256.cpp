//===- GcmVaes256.cpp - AES-GCM with 256-bit instructions -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#define HWLOCK_KERNEL_TARGET HWLOCK_TARGET_VAES256
#include "FusedGcm.h"

using namespace hwlock::core;

namespace {

struct Vector256 {
  using type = __m256i;
  static constexpr int blocks = 2, inFlight = 8;

#define OPERATION static inline HWLOCK_KERNEL_TARGET
  OPERATION type load(const uint8_t *bytes) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(bytes));
  }
  OPERATION void store(uint8_t *bytes, type x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(bytes), x);
  }
  OPERATION type zero() { return _mm256_setzero_si256(); }
  OPERATION type broadcast(__m128i block) {
    return _mm256_broadcastsi128_si256(block);
  }
  OPERATION type lastBytes(int first) {
    return _mm256_set_epi32((first + 1) << 24, 0, 0, 0, first << 24, 0, 0, 0);
  }
  OPERATION type fromBlock(__m128i block) {
    return _mm256_zextsi128_si256(block);
  }
  OPERATION __m128i addBlocks(type x) {
    return _mm_xor_si128(_mm256_castsi256_si128(x),
                         _mm256_extracti128_si256(x, 1));
  }
  OPERATION type add(type x, type y) { return _mm256_xor_si256(x, y); }
  OPERATION type shuffle(type x, type y) { return _mm256_shuffle_epi8(x, y); }
  template <int halves> OPERATION type multiply(type x, type y) {
    return _mm256_clmulepi64_epi128(x, y, halves);
  }
  OPERATION type encryptRound(type x, type key) {
    return _mm256_aesenc_epi128(x, key);
  }
  OPERATION type encryptLastRound(type x, type key) {
    return _mm256_aesenclast_epi128(x, key);
  }
#undef OPERATION
};

} // namespace

HWLOCK_TARGET_VAES256
uint64_t hwlock::core::fusedGcmVaes256(const AesKey &key, const uint8_t *nonce,
                                       Ghash &ghash, const uint8_t *in,
                                       uint8_t *out, uint64_t size) {
  return fusedGcm<Vector256>(key, nonce, ghash, in, out, size);
}
#endif
