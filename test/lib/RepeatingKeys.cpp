//===- RepeatingKeys.cpp - The same keys every time -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "RepeatingKeys.h"
#include <algorithm>
#include <openssl/sha.h>
#include <string_view>

using namespace hwlock;

static constexpr std::string_view domain = "hwlock test keys";

rt::Result<void> test::RepeatingKeys::fill(std::span<uint8_t> bytes) {
  for (uint8_t &byte : bytes) {
    uint8_t block[domain.size() + 8] = {}, digest[SHA256_DIGEST_LENGTH];
    uint64_t number = position / sizeof digest;
    std::copy(domain.begin(), domain.end(), block);
    for (unsigned i = 0; i < 4; ++i) {
      block[domain.size() + i] = static_cast<uint8_t>(seed >> 8 * i);
      block[domain.size() + 4 + i] = static_cast<uint8_t>(number >> 8 * i);
    }
    ::SHA256(block, sizeof block, digest);
    byte = digest[position++ % sizeof digest];
  }
  return {};
}
