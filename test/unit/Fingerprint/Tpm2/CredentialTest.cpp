//===- CredentialTest.cpp - A secret for one key in one TPM ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A model of TPM2_ActivateCredential that has the private half of the
// endorsement key: what a TPM must do, from part 1 of the specification.
// Tpm2Test asks a real one.
//===----------------------------------------------------------------------===//
#include "Credential.h"
#include "OpenSsl.h"
#include "TestCertificates.h"
#include <cstring>
#include <gtest/gtest.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;
using test::newCurveKey;

namespace {

using Buffer = std::vector<uint8_t>;

Buffer operator+(Buffer a, const Buffer &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
Buffer label(const char *text) {
  return Buffer(text, text + std::strlen(text) + 1);
}

Buffer hmac(const Buffer &key, const Buffer &message) {
  Buffer mac(32);
  HMAC(EVP_sha256(), key.data(), int(key.size()), message.data(),
       message.size(), mac.data(), nullptr);
  return mac;
}

Buffer decryptCfb(const Buffer &key, const Buffer &data) {
  Buffer plain(data.size()), zeros(16);
  OwnedCipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  EVP_DecryptInit_ex2(cipher.get(), EVP_aes_128_cfb128(), key.data(),
                      zeros.data(), nullptr);
  EVP_DecryptUpdate(cipher.get(), plain.data(), &length, data.data(),
                    int(data.size()));
  return plain;
}

/// The secret, or nothing if the credential is not for the key `name`.
std::optional<Buffer> activate(const Buffer &seed, const Challenge &challenge,
                               const Name &name) {
  const auto &blob = challenge.credential;
  Buffer mac(blob.begin() + 2, blob.begin() + 34);
  Buffer encrypted(blob.begin() + 34, blob.end());
  Buffer nameBytes(name.begin(), name.end());
  Buffer macKey =
      hmac(seed, Buffer{0, 0, 0, 1} + label("INTEGRITY") + Buffer{0, 0, 1, 0});
  if (hmac(macKey, encrypted + nameBytes) != mac)
    return std::nullopt;
  Buffer key = hmac(seed, Buffer{0, 0, 0, 1} + label("STORAGE") + nameBytes +
                              Buffer{0, 0, 0, 128});
  key.resize(16);
  Buffer plain = decryptCfb(key, encrypted);
  EXPECT_EQ(plain[0], 0);
  EXPECT_EQ(plain[1], 32);
  return Buffer(plain.begin() + 2, plain.end());
}

Buffer rsaSeed(EVP_PKEY *key, const Buffer &encrypted) {
  OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const char text[] = "IDENTITY"; // with its zero byte
  void *copy = OPENSSL_memdup(text, sizeof text);
  Buffer seed(256);
  size_t length = seed.size();
  EXPECT_EQ(EVP_PKEY_decrypt_init(context.get()), 1);
  EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING),
            1);
  EXPECT_EQ(EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()), 1);
  EXPECT_EQ(EVP_PKEY_CTX_set0_rsa_oaep_label(context.get(), copy, sizeof text),
            1);
  EXPECT_EQ(EVP_PKEY_decrypt(context.get(), seed.data(), &length,
                             encrypted.data(), encrypted.size()),
            1);
  seed.resize(length);
  return seed;
}

Buffer curveSeed(EVP_PKEY *key, const Buffer &encrypted) {
  Buffer x(encrypted.begin() + 2, encrypted.begin() + 34);
  Buffer y(encrypted.begin() + 36, encrypted.end());
  Buffer point = Buffer{4} + x + y;
  OwnedKey peer(EVP_PKEY_new());
  EXPECT_EQ(EVP_PKEY_copy_parameters(peer.get(), key), 1);
  EXPECT_EQ(
      EVP_PKEY_set1_encoded_public_key(peer.get(), point.data(), point.size()),
      1);
  OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  Buffer shared(32);
  size_t length = shared.size();
  EXPECT_EQ(EVP_PKEY_derive_init(context.get()), 1);
  EXPECT_EQ(EVP_PKEY_derive_set_peer(context.get(), peer.get()), 1);
  EXPECT_EQ(EVP_PKEY_derive(context.get(), shared.data(), &length), 1);
  Point mine = *curvePointOf(key);
  Buffer message = Buffer{0, 0, 0, 1} + shared + label("IDENTITY") + x +
                   Buffer(mine.begin(), mine.begin() + 32);
  Buffer seed(32);
  SHA256(message.data(), message.size(), seed.data());
  return seed;
}

Buffer publicPart(EVP_PKEY *key) {
  if (auto point = curvePointOf(key))
    return Buffer(point->begin(), point->end());
  BIGNUM *number = nullptr;
  EVP_PKEY_get_bn_param(key, "n", &number);
  Buffer modulus(256);
  BN_bn2binpad(number, modulus.data(), 256);
  BN_free(number);
  return modulus;
}

constexpr Name someName = {0, 0x0b, 1, 2, 3};
constexpr Name otherName = {0, 0x0b, 1, 2, 4};

void expectReleased(EVP_PKEY *key, Buffer (*seedOf)(EVP_PKEY *, const Buffer &),
                    size_t seedBytes) {
  Buffer unique = publicPart(key);
  auto made = makeCredential(unique, someName, systemKeys());
  ASSERT_TRUE(made) << made.error().message;
  const Challenge &challenge = made->challenge;
  EXPECT_EQ(challenge.endorsement, nameOf(endorsementArea(unique)));
  EXPECT_EQ(challenge.seed.size(), seedBytes);
  Buffer seed = seedOf(key, challenge.seed);
  auto secret = activate(seed, challenge, someName);
  ASSERT_TRUE(secret);
  EXPECT_TRUE(constantTimeEqual(*secret, made->secret.span()));
  EXPECT_FALSE(activate(seed, challenge, otherName));
  auto again = makeCredential(unique, someName, systemKeys());
  ASSERT_TRUE(again);
  EXPECT_NE(challenge.seed, again->challenge.seed);
  EXPECT_FALSE(constantTimeEqual(made->secret.span(), again->secret.span()));
}

TEST(Tpm2Credential, AnRsaKeyReleasesIt) {
  OwnedKey key(EVP_RSA_gen(2048));
  expectReleased(key.get(), rsaSeed, rsaSeedBytes);
}

TEST(Tpm2Credential, AKeyOnACurveReleasesIt) {
  OwnedKey key = newCurveKey("prime256v1");
  expectReleased(key.get(), curveSeed, curveSeedBytes);
}

TEST(Tpm2Credential, RefusesAKeyThatIsNoPoint) {
  auto made = makeCredential(Buffer(64, 1), someName, systemKeys());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().status, Status::BadInput);
}

} // namespace
