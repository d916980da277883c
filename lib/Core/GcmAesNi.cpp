//===- GcmAesNi.cpp - AES-GCM with 128-bit instructions -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

#if defined(__x86_64__)
#define HWLOCK_KERNEL_TARGET HWLOCK_TARGET_AESNI
#include "FusedGcm.h"

using namespace hwlock::core;

namespace {

struct Vector128 {
  using type = __m128i;
  static constexpr int blocks = 1, inFlight = 8;

#define OPERATION static inline HWLOCK_KERNEL_TARGET
  OPERATION type load(const uint8_t *bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
  }
  OPERATION void store(uint8_t *bytes, type x) {
    _mm_storeu_si128(reinterpret_cast<__m128i *>(bytes), x);
  }
  OPERATION type zero() { return _mm_setzero_si128(); }
  OPERATION type broadcast(__m128i block) { return block; }
  OPERATION type lastBytes(int first) {
    return _mm_set_epi32(first << 24, 0, 0, 0);
  }
  OPERATION type fromBlock(__m128i block) { return block; }
  OPERATION __m128i addBlocks(type x) { return x; }
  OPERATION type add(type x, type y) { return _mm_xor_si128(x, y); }
  OPERATION type shuffle(type x, type y) { return _mm_shuffle_epi8(x, y); }
  template <int halves> OPERATION type multiply(type x, type y) {
    return _mm_clmulepi64_si128(x, y, halves);
  }
  OPERATION type encryptRound(type x, type key) {
    return _mm_aesenc_si128(x, key);
  }
  OPERATION type encryptLastRound(type x, type key) {
    return _mm_aesenclast_si128(x, key);
  }
#undef OPERATION
};

} // namespace

HWLOCK_TARGET_AESNI
uint64_t hwlock::core::fusedGcmNi(const AesKey &key, const uint8_t *nonce,
                                  Ghash &ghash, const uint8_t *in, uint8_t *out,
                                  uint64_t size) {
  return fusedGcm<Vector128>(key, nonce, ghash, in, out, size);
}
#endif
