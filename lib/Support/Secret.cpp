//===- Secret.cpp - Bytes that are wiped ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/Secret.h"
#include <openssl/crypto.h>

using namespace hwlock;

void rt::wipe(std::span<uint8_t> bytes) {
  if (!bytes.empty())
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

bool rt::constantTimeEqual(std::span<const uint8_t> a,
                           std::span<const uint8_t> b) {
  return a.size() == b.size() &&
         (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}
