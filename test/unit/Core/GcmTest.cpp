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

struct Decrypted {
  Bytes plain, tag;
  bool operator==(const Decrypted &) const = default;
};

class GcmTest : public AesLevelTest {
protected:
  /// In place and into other memory; both must agree.
  Decrypted decrypt(const Bytes &key, const Bytes &nonce, const Bytes &aad,
                    const Bytes &ciphertext) const {
    Decrypted apart{Bytes(ciphertext.size()), Bytes(16)};
    gcmDecrypt(GetParam(), expand(key), nonce.data(), aad.data(), aad.size(),
               ciphertext.data(), apart.plain.data(), ciphertext.size(),
               apart.tag.data());
    Decrypted inPlace{ciphertext, Bytes(16)};
    gcmDecrypt(GetParam(), expand(key), nonce.data(), aad.data(), aad.size(),
               inPlace.plain.data(), inPlace.plain.data(), ciphertext.size(),
               inPlace.tag.data());
    EXPECT_TRUE(inPlace == apart) << ciphertext.size();
    return apart;
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
  EVP_EncryptInit_ex(context.get(),
                     key.size() == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm(),
                     nullptr, key.data(), nonce.data());
  EVP_EncryptUpdate(context.get(), nullptr, &written, aad.data(),
                    int(aad.size()));
  EVP_EncryptUpdate(context.get(), data.data(), &written, data.data(),
                    int(data.size()));
  EVP_EncryptFinal_ex(context.get(), data.data(), &written);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, 16, tag.data());
  return tag;
}

// The test cases of the GCM specification (McGrew and Viega, appendix B) with
// a nonce of 96 bits: 1 to 4 have a key of 128 bits, 13 to 16 one of 256. The
// last two of each share nonce, associated data and plaintext.
static const Bytes publishedNonce = hex("cafebabefacedbaddecaf888");
static const Bytes publishedAad =
    hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
static const Bytes publishedPlain = hex("d9313225f88406e5a55909c5aff5269a"
                                        "86a7a9531534f7da2e4c303d8a318a72"
                                        "1c3c0c95956809532fcf0e2449a6b525"
                                        "b16aedf5aa0de657ba637b391aafd255");

static Bytes first60(Bytes bytes) {
  bytes.resize(60);
  return bytes;
}

TEST_P(GcmTest, PublishedCasesWith128Bits) {
  const Bytes zeroKey(16), zeroNonce(12);
  EXPECT_EQ(decrypt(zeroKey, zeroNonce, {}, {}).tag,
            hex("58e2fccefa7e3061367f1d57a4e7455a"));
  Decrypted second =
      decrypt(zeroKey, zeroNonce, {}, hex("0388dace60b6a392f328c2b971b2fe78"));
  EXPECT_EQ(second.plain, Bytes(16));
  EXPECT_EQ(second.tag, hex("ab6e47d42cec13bdf53a67b21257bddf"));

  const Bytes key = hex("feffe9928665731c6d6a8f9467308308");
  const Bytes ciphertext = hex("42831ec2217774244b7221b784d0d49c"
                               "e3aa212f2c02a4e035c17e2329aca12e"
                               "21d514b25466931c7d8f6a5aac84aa05"
                               "1ba30b396a0aac973d58e091473f5985");
  Decrypted third = decrypt(key, publishedNonce, {}, ciphertext);
  EXPECT_EQ(third.plain, publishedPlain);
  EXPECT_EQ(third.tag, hex("4d5c2af327cd64a62cf35abd2ba6fab4"));
  Decrypted fourth =
      decrypt(key, publishedNonce, publishedAad, first60(ciphertext));
  EXPECT_EQ(fourth.plain, first60(publishedPlain));
  EXPECT_EQ(fourth.tag, hex("5bc94fbc3221a5db94fae95ae7121a47"));
}

TEST_P(GcmTest, PublishedCasesWith256Bits) {
  const Bytes zeroKey(32), zeroNonce(12);
  EXPECT_EQ(decrypt(zeroKey, zeroNonce, {}, {}).tag,
            hex("530f8afbc74536b9a963b4f1c4cb738b"));
  Decrypted second =
      decrypt(zeroKey, zeroNonce, {}, hex("cea7403d4d606b6e074ec5d3baf39d18"));
  EXPECT_EQ(second.plain, Bytes(16));
  EXPECT_EQ(second.tag, hex("d0d1c8a799996bf0265b98b5d48ab919"));

  const Bytes key = hex("feffe9928665731c6d6a8f9467308308"
                        "feffe9928665731c6d6a8f9467308308");
  const Bytes ciphertext = hex("522dc1f099567d07f47f37a32a84427d"
                               "643a8cdcbfe5c0c97598a2bd2555d1aa"
                               "8cb08e48590dbb3da7b08b1056828838"
                               "c5f61e6393ba7a0abcc9f662898015ad");
  Decrypted third = decrypt(key, publishedNonce, {}, ciphertext);
  EXPECT_EQ(third.plain, publishedPlain);
  EXPECT_EQ(third.tag, hex("b094dac5d93471bdec1a502270e3cc6c"));
  Decrypted fourth =
      decrypt(key, publishedNonce, publishedAad, first60(ciphertext));
  EXPECT_EQ(fourth.plain, first60(publishedPlain));
  EXPECT_EQ(fourth.tag, hex("76fc6ece0f4e1768cddf8853bb2d551b"));
}

TEST_P(GcmTest, EqualsOpenSslAtEverySize) {
  RandomBytes random(15);
  for (size_t keyBytes : {16, 32})
    for (size_t size : everySize()) {
      Bytes key = random(keyBytes), nonce = random(12), plain = random(size);
      Bytes aad = random(random.below(200)), sealed = plain;
      Bytes tag = encryptWithOpenSsl(key, nonce, aad, sealed);
      Decrypted decrypted = decrypt(key, nonce, aad, sealed);
      ASSERT_EQ(decrypted.tag, tag) << size;
      ASSERT_TRUE(decrypted.plain == plain) << size;
    }
}

TEST_P(GcmTest, EveryBitCounts) {
  RandomBytes random(17);
  Bytes key = random(16), nonce = random(12), aad = random(20);
  Bytes data = random(600);
  const Bytes original = decrypt(key, nonce, aad, data).tag;
  for (Bytes *part : {&nonce, &aad, &data})
    for (size_t bit = 0; bit < 8 * part->size(); ++bit) {
      (*part)[bit / 8] ^= uint8_t(1 << bit % 8);
      ASSERT_NE(decrypt(key, nonce, aad, data).tag, original);
      (*part)[bit / 8] ^= uint8_t(1 << bit % 8);
    }
}
