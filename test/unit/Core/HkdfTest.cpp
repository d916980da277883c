//===- HkdfTest.cpp -------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

static Bytes extract(const Bytes &salt, const Bytes &ikm) {
  Bytes prk(32);
  hkdfExtract(salt.data(), salt.size(), ikm.data(), ikm.size(), prk.data());
  return prk;
}

static Bytes expand(const Bytes &prk, const Bytes &label, const Bytes &tail,
                    size_t size) {
  Bytes out(size);
  hkdfExpand(prk.data(), label.data(), label.size(), tail.data(), tail.size(),
             out.data(), size);
  return out;
}

static Bytes range(uint8_t first, size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i)
    bytes[i] = uint8_t(first + i);
  return bytes;
}

// RFC 5869, appendix A.1 to A.3.
TEST(Hkdf, Rfc5869) {
  Bytes prk = extract(range(0, 13), Bytes(22, 0x0b));
  EXPECT_EQ(prk, hex("077709362c2e32df0ddc3f0dc47bba63"
                     "90b6c73bb50f9c3122ec844ad7c2b3e5"));
  EXPECT_EQ(expand(prk, range(0xf0, 10), {}, 42),
            hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5"
                "bf34007208d5b887185865"));

  prk = extract(range(0x60, 80), range(0, 80));
  EXPECT_EQ(expand(prk, range(0xb0, 80), {}, 82),
            hex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa9"
                "7c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3"
                "db71cc30c58179ec3e87c14c01d5c1f3434f1d87"));

  prk = extract({}, Bytes(22, 0x0b));
  EXPECT_EQ(expand(prk, {}, {}, 42),
            hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d"
                "2d9d201395faa4b61a96c8"));
}

TEST(Hkdf, LabelAndTailAreOneInfo) {
  RandomBytes random(5);
  Bytes prk = random(32), info = random(40);
  for (size_t split = 0; split <= info.size(); ++split)
    EXPECT_EQ(expand(prk, Bytes(info.begin(), info.begin() + split),
                     Bytes(info.begin() + split, info.end()), 70),
              expand(prk, info, {}, 70));
}

TEST(Hkdf, EqualsOpenSslUpToTheLargestSize) {
  RandomBytes random(6);
  for (size_t size : {1, 31, 32, 33, 64, 1000, 255 * 32}) {
    Bytes salt = random(32), ikm = random(50), info = random(20);
    Bytes expected(size);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr);
    EVP_PKEY_derive_init(context);
    EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256());
    EVP_PKEY_CTX_set1_hkdf_salt(context, salt.data(), int(salt.size()));
    EVP_PKEY_CTX_set1_hkdf_key(context, ikm.data(), int(ikm.size()));
    EVP_PKEY_CTX_add1_hkdf_info(context, info.data(), int(info.size()));
    size_t written = size;
    ASSERT_EQ(EVP_PKEY_derive(context, expected.data(), &written), 1);
    EVP_PKEY_CTX_free(context);
    EXPECT_EQ(expand(extract(salt, ikm), info, {}, size), expected) << size;
  }
}
