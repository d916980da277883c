//===- AesKernels.h - One set of functions for each AES level -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Only the dispatch of Aes.cpp and Gcm.cpp calls these. A function for a level
// that the CPU lacks must not be called.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_CORE_AESKERNELS_H
#define HWLOCK_LIB_CORE_AESKERNELS_H

#include "hwlock/Core/Crypto.h"

// The base of Core stays x86-64; each kernel names what it needs.
#define HWLOCK_TARGET_AESNI __attribute__((target("aes,pclmul,sse4.1")))
#define HWLOCK_TARGET_VAES256                                                  \
  __attribute__((target("vaes,vpclmulqdq,aes,pclmul,avx2")))
#define HWLOCK_TARGET_VAES512                                                  \
  __attribute__((target("vaes,vpclmulqdq,aes,pclmul,avx2,avx512f,avx512bw")))
// That of AArch64 is Armv8.0 without the crypto extension.
#define HWLOCK_TARGET_ARM_CRYPTO __attribute__((target("+crypto")))

namespace hwlock::core {

/// State of a GHASH computation. What the tables hold is the kernel's choice:
/// H alone, or H^16 to H^1 for aggregated reduction and, for the last eight,
/// the sums of their halves (Karatsuba).
struct Ghash {
  alignas(64) uint8_t powers[16][16];
  alignas(16) uint8_t halfSums[8][16];
  alignas(16) uint8_t state[16];
};

/// Set the round keys; `out.rounds` says how many, and so the key's length.
void aesExpandKeyPortable(const uint8_t *key, AesKey &out);
void aesCtrPortable(const AesKey &key, const uint8_t *nonce, uint32_t counter,
                    const uint8_t *in, uint8_t *out, uint64_t size);
/// Sets the tables for the hash key `h` of 16 bytes; `state` is left alone.
void ghashInitPortable(Ghash &ghash, const uint8_t *h);
/// Absorbs whole blocks.
void ghashBlocksPortable(Ghash &ghash, const uint8_t *data, uint64_t blocks);

/// So aligned, the counters of a vector differ in their last byte alone.
inline constexpr uint32_t fusedGcmStart = 4;

#if defined(__x86_64__)
void aesExpandKeyNi(const uint8_t *key, AesKey &out);
void aesCtrNi(const AesKey &key, const uint8_t *nonce, uint32_t counter,
              const uint8_t *in, uint8_t *out, uint64_t size);
void aesCtrVaes256(const AesKey &key, const uint8_t *nonce, uint32_t counter,
                   const uint8_t *in, uint8_t *out, uint64_t size);
void aesCtrVaes512(const AesKey &key, const uint8_t *nonce, uint32_t counter,
                   const uint8_t *in, uint8_t *out, uint64_t size);

/// Serves all levels above Portable.
void ghashInitClmul(Ghash &ghash, const uint8_t *h);
void ghashBlocksClmul(Ghash &ghash, const uint8_t *data, uint64_t blocks);

/// Decrypt AES-GCM from the counter `fusedGcmStart` on: hash ciphertext and
/// write plaintext in one pass. Return how many bytes they did; the rest does
/// not fill an iteration.
uint64_t fusedGcmNi(const AesKey &key, const uint8_t *nonce, Ghash &ghash,
                    const uint8_t *in, uint8_t *out, uint64_t size);
uint64_t fusedGcmVaes256(const AesKey &key, const uint8_t *nonce, Ghash &ghash,
                         const uint8_t *in, uint8_t *out, uint64_t size);
uint64_t fusedGcmVaes512(const AesKey &key, const uint8_t *nonce, Ghash &ghash,
                         const uint8_t *in, uint8_t *out, uint64_t size);
#elif defined(__aarch64__)
void aesExpandKeyArm(const uint8_t *key, AesKey &out);
void aesCtrArm(const AesKey &key, const uint8_t *nonce, uint32_t counter,
               const uint8_t *in, uint8_t *out, uint64_t size);
void ghashInitPmull(Ghash &ghash, const uint8_t *h);
void ghashBlocksPmull(Ghash &ghash, const uint8_t *data, uint64_t blocks);
#endif

} // namespace hwlock::core

#endif // HWLOCK_LIB_CORE_AESKERNELS_H
