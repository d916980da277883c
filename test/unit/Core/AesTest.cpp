//===- AesTest.cpp --------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesLevels.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/evp.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

namespace {
class AesTest : public AesLevelTest {
protected:
  Bytes ctr(const Bytes &key, const Bytes &nonce, uint32_t counter,
            const Bytes &in) const {
    Bytes out(in.size());
    aesCtr(GetParam(), expand(key), nonce.data(), counter, in.data(),
           out.data(), in.size());
    return out;
  }
};
} // namespace

HWLOCK_INSTANTIATE_AES_LEVELS(AesTest);

/// AES-ECB of OpenSSL over explicit counter blocks: unlike its CTR mode it
/// shows how the counter wraps.
static Bytes expectedCtr(const Bytes &key, const Bytes &nonce, uint32_t counter,
                         const Bytes &in) {
  size_t blocks = (in.size() + 15) / 16;
  Bytes counters, stream(16 * blocks + 16), out(in.size());
  for (size_t i = 0; i < blocks; ++i, ++counter) {
    counters.insert(counters.end(), nonce.begin(), nonce.end());
    for (int shift = 24; shift >= 0; shift -= 8)
      counters.push_back(uint8_t(counter >> shift));
  }
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int written = 0;
  EVP_EncryptInit_ex(context.get(),
                     key.size() == 32 ? EVP_aes_256_ecb() : EVP_aes_128_ecb(),
                     nullptr, key.data(), nullptr);
  EVP_EncryptUpdate(context.get(), stream.data(), &written, counters.data(),
                    int(counters.size()));
  for (size_t i = 0; i < in.size(); ++i)
    out[i] = in[i] ^ stream[i];
  return out;
}

static Bytes roundKey(const AesKey &key, uint32_t round) {
  return Bytes(key.roundKeys[round], key.roundKeys[round] + 16);
}

// FIPS 197, appendix A.1: first and last words of the schedule.
TEST_P(AesTest, KeyExpansionOfFips197With128Bits) {
  AesKey key = expand(hex("2b7e151628aed2a6abf7158809cf4f3c"));
  EXPECT_EQ(key.rounds, 10u);
  EXPECT_EQ(roundKey(key, 0), hex("2b7e151628aed2a6abf7158809cf4f3c"));
  EXPECT_EQ(roundKey(key, 1), hex("a0fafe1788542cb123a339392a6c7605"));
  EXPECT_EQ(roundKey(key, 9), hex("ac7766f319fadc2128d12941575c006e"));
  EXPECT_EQ(roundKey(key, 10), hex("d014f9a8c9ee2589e13f0cc8b6630ca6"));
}

// FIPS 197, appendix A.3.
TEST_P(AesTest, KeyExpansionOfFips197With256Bits) {
  AesKey key = expand(hex("603deb1015ca71be2b73aef0857d7781"
                          "1f352c073b6108d72d9810a30914dff4"));
  EXPECT_EQ(key.rounds, 14u);
  EXPECT_EQ(roundKey(key, 0), hex("603deb1015ca71be2b73aef0857d7781"));
  EXPECT_EQ(roundKey(key, 1), hex("1f352c073b6108d72d9810a30914dff4"));
  EXPECT_EQ(roundKey(key, 2), hex("9ba354118e6925afa51a8b5f2067fcde"));
  EXPECT_EQ(roundKey(key, 3), hex("a8b09c1a93d194cdbe49846eb75d5b9a"));
  EXPECT_EQ(roundKey(key, 14), hex("fe4890d1e6188d0b046df344706c631e"));
}

// Every byte passes the S-box.
TEST_P(AesTest, KeyExpansionIsTheSameForAllLevels) {
  RandomBytes random(11);
  for (uint32_t keyBytes : {16, 32})
    for (int i = 0; i < 256; ++i) {
      Bytes key = random(keyBytes);
      key[keyBytes - 3] = uint8_t(i);
      AesKey mine = expand(key), portable;
      aesExpandKey(AesLevel::Portable, key.data(), keyBytes, portable);
      ASSERT_EQ(mine.rounds, portable.rounds);
      for (uint32_t round = 0; round <= mine.rounds; ++round)
        ASSERT_EQ(roundKey(mine, round), roundKey(portable, round));
    }
}

// FIPS 197, appendices C.1 and C.3: their plaintext taken as a counter block.
TEST_P(AesTest, CipherOfFips197) {
  const Bytes nonce = hex("00112233445566778899aabb");
  EXPECT_EQ(ctr(hex("000102030405060708090a0b0c0d0e0f"), nonce, 0xccddeeff,
                Bytes(16)),
            hex("69c4e0d86a7b0430d8cdb78070b4c55a"));
  EXPECT_EQ(ctr(hex("000102030405060708090a0b0c0d0e0f"
                    "101112131415161718191a1b1c1d1e1f"),
                nonce, 0xccddeeff, Bytes(16)),
            hex("8ea2b7ca516745bfeafc49904b496089"));
}

// SP 800-38A, F.5.1 and F.5.5.
TEST_P(AesTest, CtrOfSp80038a) {
  const Bytes nonce = hex("f0f1f2f3f4f5f6f7f8f9fafb");
  const Bytes plain = hex("6bc1bee22e409f96e93d7e117393172a"
                          "ae2d8a571e03ac9c9eb76fac45af8e51"
                          "30c81c46a35ce411e5fbc1191a0a52ef"
                          "f69f2445df4f9b17ad2b417be66c3710");
  EXPECT_EQ(
      ctr(hex("2b7e151628aed2a6abf7158809cf4f3c"), nonce, 0xfcfdfeff, plain),
      hex("874d6191b620e3261bef6864990db6ce"
          "9806f66b7970fdff8617187bb9fffdff"
          "5ae4df3edbd5d35e5b4f09020db03eab"
          "1e031dda2fbe03d1792170a0f3009cee"));
  EXPECT_EQ(ctr(hex("603deb1015ca71be2b73aef0857d7781"
                    "1f352c073b6108d72d9810a30914dff4"),
                nonce, 0xfcfdfeff, plain),
            hex("601ec313775789a5b7a7f504bbf3d228"
                "f443e3ca4d62b59aca84e990cacaf5c5"
                "2b0930daa23de94ce87017ba2d84988d"
                "dfc9c58db67aada613c2dd08457941a6"));
}

TEST_P(AesTest, EqualsOpenSslAtEverySize) {
  RandomBytes random(12);
  for (size_t keyBytes : {16, 32})
    for (size_t size : everySize()) {
      Bytes key = random(keyBytes), nonce = random(12), data = random(size);
      uint32_t counter = random.below(1000);
      ASSERT_EQ(ctr(key, nonce, counter, data),
                expectedCtr(key, nonce, counter, data))
          << size;
    }
}

TEST_P(AesTest, CounterWrapsAround32Bits) {
  RandomBytes random(13);
  for (size_t keyBytes : {16, 32}) {
    Bytes key = random(keyBytes), nonce = random(12), data = random(3000);
    for (uint32_t before : {0, 1, 2, 3, 4, 7, 8, 9, 31, 32, 33, 100})
      EXPECT_EQ(ctr(key, nonce, 0u - before, data),
                expectedCtr(key, nonce, 0u - before, data))
          << before;
  }
}

TEST_P(AesTest, WorksInPlaceAndAtAnyAlignment) {
  RandomBytes random(14);
  Bytes key = random(16), nonce = random(12), data = random(2000);
  const Bytes expected = expectedCtr(key, nonce, 1, data);
  for (size_t offset = 0; offset < 64; ++offset) {
    Bytes buffer(offset + data.size() + 1, 0x5a);
    std::copy(data.begin(), data.end(), buffer.begin() + offset);
    aesCtr(GetParam(), expand(key), nonce.data(), 1, buffer.data() + offset,
           buffer.data() + offset, data.size());
    EXPECT_TRUE(
        std::equal(expected.begin(), expected.end(), buffer.begin() + offset));
    EXPECT_EQ(buffer.back(), 0x5a) << "wrote beyond the end";
  }
}
