//===- GcmTest.cpp --------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AesLevels.h"
#include <gtest/gtest.h>
#include <memory>
#include <openssl/evp.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

namespace {
class GcmTest : public AesLevelTest {
protected:
  Bytes tag(const Bytes &key, const Bytes &nonce, const Bytes &aad,
            const Bytes &ciphertext) const {
    Bytes out(16);
    gcmTag(GetParam(), expand(key), nonce.data(), aad.data(), aad.size(),
           ciphertext.data(), ciphertext.size(), out.data());
    return out;
  }
};
} // namespace

HWLOCK_INSTANTIATE_AES_LEVELS(GcmTest);

/// Encrypts `data` in place with OpenSSL and returns the tag.
static Bytes encryptWithOpenSsl(const Bytes &key, const Bytes &nonce,
                                const Bytes &aad, Bytes &data) {
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int written = 0;
  Bytes tag(16);
  EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(),
                     nonce.data());
  EVP_EncryptUpdate(context.get(), nullptr, &written, aad.data(),
                    int(aad.size()));
  EVP_EncryptUpdate(context.get(), data.data(), &written, data.data(),
                    int(data.size()));
  EVP_EncryptFinal_ex(context.get(), data.data(), &written);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16, tag.data());
  return tag;
}

// The test cases of the GCM specification (McGrew and Viega, appendix B) with
// a key of 128 and a nonce of 96 bits: 1 to 4.
TEST_P(GcmTest, PublishedCases) {
  const Bytes zeroKey(16), zeroNonce(12);
  EXPECT_EQ(tag(zeroKey, zeroNonce, {}, {}),
            hex("58e2fccefa7e3061367f1d57a4e7455a"));
  EXPECT_EQ(
      tag(zeroKey, zeroNonce, {}, hex("0388dace60b6a392f328c2b971b2fe78")),
      hex("ab6e47d42cec13bdf53a67b21257bddf"));

  const Bytes key = hex("feffe9928665731c6d6a8f9467308308");
  const Bytes nonce = hex("cafebabefacedbaddecaf888");
  Bytes ciphertext = hex("42831ec2217774244b7221b784d0d49c"
                         "e3aa212f2c02a4e035c17e2329aca12e"
                         "21d514b25466931c7d8f6a5aac84aa05"
                         "1ba30b396a0aac973d58e091473f5985");
  EXPECT_EQ(tag(key, nonce, {}, ciphertext),
            hex("4d5c2af327cd64a62cf35abd2ba6fab4"));
  ciphertext.resize(60);
  EXPECT_EQ(tag(key, nonce, hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
                ciphertext),
            hex("5bc94fbc3221a5db94fae95ae7121a47"));
}

TEST_P(GcmTest, EqualsOpenSslAtEverySize) {
  RandomBytes random(15);
  for (size_t size = 0; size <= 600; ++size) {
    Bytes key = random(16), nonce = random(12), data = random(size);
    Bytes aad = random(random.below(200));
    Bytes expected = encryptWithOpenSsl(key, nonce, aad, data);
    ASSERT_EQ(tag(key, nonce, aad, data), expected) << size;
  }
  for (size_t size : {1023, 4096, 65535, 65536, 300001}) {
    Bytes key = random(16), nonce = random(12), data = random(size);
    Bytes aad = random(88);
    Bytes expected = encryptWithOpenSsl(key, nonce, aad, data);
    ASSERT_EQ(tag(key, nonce, aad, data), expected) << size;
  }
}

TEST_P(GcmTest, CiphertextIsAesCtrFromTwo) {
  RandomBytes random(16);
  Bytes key = random(16), nonce = random(12), data = random(1000);
  Bytes expected = data;
  encryptWithOpenSsl(key, nonce, {}, expected);
  aesCtr(GetParam(), expand(key), nonce.data(), 2, data.data(), data.data(),
         data.size());
  EXPECT_EQ(data, expected);
}

TEST_P(GcmTest, EveryBitCounts) {
  RandomBytes random(17);
  Bytes key = random(16), nonce = random(12), aad = random(20);
  Bytes data = random(300);
  const Bytes original = tag(key, nonce, aad, data);
  for (Bytes *part : {&nonce, &aad, &data})
    for (size_t bit = 0; bit < 8 * part->size(); ++bit) {
      (*part)[bit / 8] ^= uint8_t(1 << bit % 8);
      ASSERT_NE(tag(key, nonce, aad, data), original);
      (*part)[bit / 8] ^= uint8_t(1 << bit % 8);
    }
}
