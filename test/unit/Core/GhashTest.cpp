//===- GhashTest.cpp - GCM tags bit by bit --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The oracle multiplies as NIST SP 800-38D writes it down (algorithm 1) and
// adds block after block; only the block cipher is OpenSSL's.
//===----------------------------------------------------------------------===//
#include "AesLevels.h"
#include <array>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/evp.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

namespace {

using Block = std::array<uint8_t, 16>;

struct GhashTest : AesLevelTest {};

Block encryptBlock(const Bytes &key, const Block &block) {
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  Block out;
  int written = 0;
  EVP_EncryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, key.data(),
                     nullptr);
  EVP_EncryptUpdate(context.get(), out.data(), &written, block.data(), 16);
  return out;
}

Block multiply(const Block &x, Block v) {
  Block z{};
  for (int i = 0; i < 128; ++i) {
    if (x[i / 8] >> (7 - i % 8) & 1)
      for (int j = 0; j < 16; ++j)
        z[j] ^= v[j];
    bool carry = v[15] & 1;
    for (int j = 15; j > 0; --j)
      v[j] = uint8_t(v[j] >> 1 | v[j - 1] << 7);
    v[0] = uint8_t(v[0] >> 1 ^ (carry ? 0xe1 : 0));
  }
  return z;
}

void absorb(Block &sum, const Block &h, const Bytes &data) {
  for (size_t start = 0; start < data.size(); start += 16) {
    for (size_t i = start; i < std::min(start + 16, data.size()); ++i)
      sum[i - start] ^= data[i];
    sum = multiply(sum, h);
  }
}

Bytes bitLengths(const Bytes &aad, const Bytes &data) {
  Bytes block(16);
  for (int i = 0; i < 8; ++i) {
    block[7 - i] = uint8_t(uint64_t(aad.size()) * 8 >> 8 * i);
    block[15 - i] = uint8_t(uint64_t(data.size()) * 8 >> 8 * i);
  }
  return block;
}

Bytes naiveTag(const Bytes &key, const Bytes &nonce, const Bytes &aad,
               const Bytes &data) {
  Block h = encryptBlock(key, {}), sum{}, first{};
  absorb(sum, h, aad);
  absorb(sum, h, data);
  absorb(sum, h, bitLengths(aad, data));
  std::copy(nonce.begin(), nonce.end(), first.begin());
  first[15] = 1;
  Block mask = encryptBlock(key, first);
  Bytes tag(16);
  for (int i = 0; i < 16; ++i)
    tag[i] = sum[i] ^ mask[i];
  return tag;
}

TEST_P(GhashTest, EqualsMultiplicationBitByBit) {
  RandomBytes random(18);
  for (size_t size = 0; size <= 300; ++size) {
    Bytes key = random(16), nonce = random(12), data = random(size);
    Bytes aad = random(random.below(70)), tag(16);
    Bytes plain(size);
    gcmDecrypt(GetParam(), expand(key), nonce.data(), aad.data(), aad.size(),
               data.data(), plain.data(), size, tag.data());
    ASSERT_EQ(tag, naiveTag(key, nonce, aad, data)) << size;
  }
}

} // namespace

HWLOCK_INSTANTIATE_AES_LEVELS(GhashTest);
