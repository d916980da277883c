//===- HmacTest.cpp -------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include <gtest/gtest.h>
#include <openssl/hmac.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

static Bytes hmac(const Bytes &key, const Bytes &data) {
  Hmac context;
  Bytes mac(32);
  hmacInit(context, key.data(), key.size());
  hmacUpdate(context, data.data(), data.size() / 2);
  hmacUpdate(context, data.data() + data.size() / 2,
             data.size() - data.size() / 2);
  hmacFinal(context, mac.data());
  return mac;
}

// RFC 4231, test cases 1 to 4, 6 and 7.
TEST(Hmac, Rfc4231) {
  EXPECT_EQ(hmac(Bytes(20, 0x0b), ascii("Hi There")),
            hex("b0344c61d8db38535ca8afceaf0bf12b"
                "881dc200c9833da726e9376c2e32cff7"));
  EXPECT_EQ(hmac(ascii("Jefe"), ascii("what do ya want for nothing?")),
            hex("5bdcc146bf60754e6a042426089575c7"
                "5a003f089d2739839dec58b964ec3843"));
  EXPECT_EQ(hmac(Bytes(20, 0xaa), Bytes(50, 0xdd)),
            hex("773ea91e36800e46854db8ebd09181a7"
                "2959098b3ef8c122d9635514ced565fe"));
  EXPECT_EQ(hmac(hex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                 Bytes(50, 0xcd)),
            hex("82558a389a443c0ea4cc819899f2083a"
                "85f0faa3e578f8077a2e3ff46729665b"));
  EXPECT_EQ(hmac(Bytes(131, 0xaa), ascii("Test Using Larger Than Block-Size "
                                         "Key - Hash Key First")),
            hex("60e431591ee0b67f0d8a26aacbf5b77f"
                "8e0bc6213728c5140546040f0ee37f54"));
  EXPECT_EQ(
      hmac(Bytes(131, 0xaa),
           ascii("This is a test using a larger than block-size key and a "
                 "larger than block-size data. The key needs to be hashed "
                 "before being used by the HMAC algorithm.")),
      hex("9b09ffa71b942fcb27635fbcd5b0e944"
          "bfdc63644f0713938a7f51535c3a35e2"));
}

TEST(Hmac, EqualsOpenSslForAllKeySizes) {
  RandomBytes random(4);
  for (size_t size = 0; size <= 200; ++size) {
    Bytes key = random(size), data = random(random.below(300)), expected(32);
    // OpenSSL takes a null key as "the key of before".
    const uint8_t empty = 0;
    HMAC(EVP_sha256(), size ? key.data() : &empty, int(size), data.data(),
         data.size(), expected.data(), nullptr);
    ASSERT_EQ(hmac(key, data), expected) << size;
  }
}
