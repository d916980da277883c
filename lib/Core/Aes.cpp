//===- Aes.cpp - Choosing the AES kernel ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesKernels.h"

using namespace hwlock::core;

void hwlock::core::aesExpandKey(AesLevel level, const uint8_t *key,
                                uint32_t keyBytes, AesKey &out) {
  out.rounds = keyBytes / 4 + 6;
#if defined(__x86_64__)
  if (level != AesLevel::Portable)
    return aesExpandKeyNi(key, out);
#elif defined(__aarch64__)
  if (level == AesLevel::ArmCrypto)
    return aesExpandKeyArm(key, out);
#endif
  aesExpandKeyPortable(key, out);
}

void hwlock::core::aesCtr(AesLevel level, const AesKey &key,
                          const uint8_t *nonce, uint32_t counter,
                          const uint8_t *in, uint8_t *out, uint64_t size) {
#if defined(__x86_64__)
  if (level == AesLevel::Vaes512)
    return aesCtrVaes512(key, nonce, counter, in, out, size);
  if (level == AesLevel::Vaes256)
    return aesCtrVaes256(key, nonce, counter, in, out, size);
  if (level == AesLevel::AesNi)
    return aesCtrNi(key, nonce, counter, in, out, size);
#elif defined(__aarch64__)
  if (level == AesLevel::ArmCrypto)
    return aesCtrArm(key, nonce, counter, in, out, size);
#endif
  aesCtrPortable(key, nonce, counter, in, out, size);
}
