//===- Sha256Test.cpp -----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TestBytes.h"
#include "hwlock/Core/Crypto.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <openssl/sha.h>

using namespace hwlock::core;
using namespace hwlock::core::test;

static Bytes sha256(const Bytes &data) {
  Sha256 context;
  Bytes digest(32);
  sha256Init(context);
  sha256Update(context, data.data(), data.size());
  sha256Final(context, digest.data());
  return digest;
}

static Bytes expected(const Bytes &data) {
  Bytes digest(32);
  SHA256(data.data(), data.size(), digest.data());
  return digest;
}

// Examples of FIPS 180-4 (csrc.nist.gov, "Examples with intermediate values").
TEST(Sha256, PublishedVectors) {
  EXPECT_EQ(sha256({}), hex("e3b0c44298fc1c149afbf4c8996fb924"
                            "27ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(sha256(ascii("abc")), hex("ba7816bf8f01cfea414140de5dae2223"
                                      "b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(sha256(ascii("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopn"
                         "opq")),
            hex("248d6a61d20638b8e5c026930c3e6039"
                "a33ce45964ff2167f6ecedd419db06c1"));
  EXPECT_EQ(sha256(Bytes(1000000, 'a')),
            hex("cdc76e5c9914fb9281a1c7e284d73e67"
                "f1809a48a497200e046d39ccc7112cd0"));
}

TEST(Sha256, EqualsOpenSslAtEverySize) {
  RandomBytes random(2);
  for (size_t size = 0; size <= 600; ++size) {
    Bytes data = random(size);
    ASSERT_EQ(sha256(data), expected(data)) << size;
  }
}

TEST(Sha256, PiecesEqualTheWhole) {
  RandomBytes random(3);
  Bytes data = random(5000), digest(32);
  Sha256 context;
  sha256Init(context);
  for (size_t done = 0; done < data.size();) {
    size_t piece = std::min<size_t>(random.below(200), data.size() - done);
    sha256Update(context, data.data() + done, piece);
    done += piece;
  }
  sha256Final(context, digest.data());
  EXPECT_EQ(digest, expected(data));
}

TEST(Sha256, FinalWipes) {
  Sha256 context;
  uint8_t digest[32];
  sha256Init(context);
  sha256Update(context, digest, 0);
  sha256Final(context, digest);
  const auto *bytes = reinterpret_cast<const uint8_t *>(&context);
  EXPECT_TRUE(std::all_of(bytes, bytes + sizeof context,
                          [](uint8_t byte) { return byte == 0; }));
}
