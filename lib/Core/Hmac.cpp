//===- Hmac.cpp - HMAC-SHA256 ---------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock::core;

void hwlock::core::hmacInit(Hmac &context, const uint8_t *key,
                            uint64_t keySize) {
  uint8_t block[64];
  hwlock_core_wipe(block, sizeof block);
  if (keySize > sizeof block) {
    sha256Init(context.inner);
    sha256Update(context.inner, key, keySize);
    sha256Final(context.inner, block);
  } else {
    for (uint64_t i = 0; i < keySize; ++i)
      block[i] = key[i];
  }
  for (uint8_t &byte : block)
    byte ^= 0x36;
  sha256Init(context.inner);
  sha256Update(context.inner, block, sizeof block);
  for (uint8_t &byte : block)
    byte ^= 0x36 ^ 0x5c;
  sha256Init(context.outer);
  sha256Update(context.outer, block, sizeof block);
  hwlock_core_wipe(block, sizeof block);
}

void hwlock::core::hmacUpdate(Hmac &context, const uint8_t *data,
                              uint64_t size) {
  sha256Update(context.inner, data, size);
}

void hwlock::core::hmacFinal(Hmac &context, uint8_t *mac) {
  uint8_t digest[32];
  sha256Final(context.inner, digest);
  sha256Update(context.outer, digest, sizeof digest);
  sha256Final(context.outer, mac);
  hwlock_core_wipe(digest, sizeof digest);
}
