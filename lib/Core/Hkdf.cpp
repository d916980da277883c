//===- Hkdf.cpp - HKDF-SHA256 ---------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

void hwlock::core::hkdfExtract(const uint8_t *salt, uint64_t saltSize,
                               const uint8_t *ikm, uint64_t ikmSize,
                               uint8_t *prk) {
  Hmac hmac;
  hmacInit(hmac, salt, saltSize);
  hmacUpdate(hmac, ikm, ikmSize);
  hmacFinal(hmac, prk);
}

void hwlock::core::hkdfExpand(const uint8_t *prk, const uint8_t *label,
                              uint64_t labelSize, const uint8_t *tail,
                              uint64_t tailSize, uint8_t *out, uint64_t size) {
  uint8_t block[32];
  Hmac hmac;
  uint8_t counter = 0;
  for (uint64_t done = 0; done < size; done += sizeof block) {
    hmacInit(hmac, prk, 32);
    if (counter++)
      hmacUpdate(hmac, block, sizeof block);
    hmacUpdate(hmac, label, labelSize);
    hmacUpdate(hmac, tail, tailSize);
    hmacUpdate(hmac, &counter, 1);
    hmacFinal(hmac, block);
    for (uint64_t i = 0; i < sizeof block && done + i < size; ++i)
      out[done + i] = block[i];
  }
  hwlock_core_wipe(block, sizeof block);
}
