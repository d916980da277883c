//===- CertificateTest.cpp - Certificates of endorsement keys -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Certificate.h"
#include "TestCertificates.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <openssl/rsa.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;
using namespace hwlock::test;

namespace {

class Tpm2Certificate : public testing::Test {
protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "hwlock-roots-XXXXXX";
    ASSERT_TRUE(mkdtemp(name.data()));
    folder = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  void trust(const std::string &text, const std::string &file = "a.pem") {
    std::ofstream(folder + "/" + file) << text;
  }
  void expectRefused(Bytes certificate, const std::string &message) {
    auto result = verifyCertificate(certificate, folder);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().status, Status::BadInput);
    EXPECT_NE(result.error().message.find(message), std::string::npos)
        << result.error().message;
  }
  std::vector<uint8_t> certificate(const EndorsementOptions &options = {}) {
    return endorse(intermediate, key.get(), options);
  }

  std::string folder;
  Authority root = makeAuthority("root");
  Authority intermediate = makeAuthority("intermediate", &root);
  OwnedKey key = newCurveKey("prime256v1");
};

TEST_F(Tpm2Certificate, AChainIsTrusted) {
  trust(root.pem(), "root.pem");
  trust(intermediate.pem(), "intermediate.pem");
  auto result = verifyCertificate(certificate(), folder);
  EXPECT_TRUE(result) << result.error().message;
}

TEST_F(Tpm2Certificate, AFileMayHoldSeveral) {
  trust(root.pem() + intermediate.pem());
  EXPECT_TRUE(verifyCertificate(certificate(), folder));
}

TEST_F(Tpm2Certificate, AnIntermediateAloneIsEnough) {
  trust(intermediate.pem());
  EXPECT_TRUE(verifyCertificate(certificate(), folder));
}

TEST_F(Tpm2Certificate, ARootWithoutTheIntermediateIsNot) {
  trust(root.pem());
  expectRefused(certificate(), "not trusted: unable to get local issuer");
}

TEST_F(Tpm2Certificate, AnotherAuthorityOfTheSameNameIsNot) {
  trust(makeAuthority("intermediate").pem());
  expectRefused(certificate(), "not trusted: ");
}

TEST_F(Tpm2Certificate, EveryChangedByteIsNoticed) {
  trust(intermediate.pem());
  auto bytes = certificate();
  for (uint8_t &byte : bytes) {
    byte ^= 1;
    EXPECT_FALSE(verifyCertificate(bytes, folder)) << &byte - bytes.data();
    byte ^= 1;
  }
  EXPECT_TRUE(verifyCertificate(bytes, folder));
}

TEST_F(Tpm2Certificate, MustBeInForce) {
  trust(intermediate.pem());
  expectRefused(certificate({.endsIn = -60}),
                "not trusted: certificate has expired");
}

TEST_F(Tpm2Certificate, MustBeOfAnEndorsementKey) {
  trust(intermediate.pem());
  const char *message = "not one of an endorsement key";
  expectRefused(certificate({.purpose = ""}), message);
  // An attestation key's, by the same manufacturer.
  expectRefused(certificate({.purpose = "2.23.133.8.3"}), message);
  expectRefused(certificate({.isAuthority = true}), message);
  EXPECT_TRUE(verifyCertificate(
      certificate({.purpose = "clientAuth,2.23.133.8.1"}), folder));
}

TEST_F(Tpm2Certificate, NeedsCertificatesToTrust) {
  trust("no certificate\n");
  expectRefused(certificate(), "no certificate in '");
  std::filesystem::remove_all(folder);
  expectRefused(certificate(), "cannot read the folder '");
}

TEST_F(Tpm2Certificate, GarbageIsMalformed) {
  trust(intermediate.pem());
  expectRefused(std::vector<uint8_t>(100, 0x30), "malformed");
  expectRefused({}, "malformed");
}

TEST_F(Tpm2Certificate, KnowsTheKeysOfTheDefaultTemplates) {
  auto unique = endorsedKey(certificate());
  ASSERT_TRUE(unique);
  Point point = *curvePointOf(key.get());
  EXPECT_EQ(*unique, std::vector<uint8_t>(point.begin(), point.end()));
  for (unsigned bits : {2048u, 3072u}) {
    OwnedKey rsa(EVP_RSA_gen(bits));
    auto modulus = endorsedKey(endorse(root, rsa.get()));
    EXPECT_EQ(bool(modulus), bits == 2048);
    EXPECT_TRUE(!modulus ||
                EVP_PKEY_eq(rsaKey(*modulus).get(), rsa.get()) == 1);
  }
  OwnedKey other = newCurveKey("secp384r1");
  EXPECT_FALSE(endorsedKey(endorse(root, other.get())));
}

TEST_F(Tpm2Certificate, IsCutOutOfALongerIndex) {
  auto bytes = certificate();
  auto padded = bytes;
  padded.resize(padded.size() + 100, 0xff);
  EXPECT_EQ(trimCertificate(padded), bytes);
  EXPECT_TRUE(trimCertificate(Bytes(bytes).first(bytes.size() - 1)).empty());
  EXPECT_TRUE(trimCertificate({}).empty());
}

} // namespace
