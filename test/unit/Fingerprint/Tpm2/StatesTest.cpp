//===- StatesTest.cpp - What owners do to their TPMs ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Certificate.h"
#include "EnrolledTpm.h"
#include "TestCertificates.h"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <openssl/pem.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// A TPM that the test may change.
class Tpm2State : public testing::Test {
protected:
  void SetUp() override {
    tpm = test::SoftwareTpm::make();
    if (!tpm)
      GTEST_SKIP() << "swtpm is not installed";
    options.tcti = tpm->tcti();
  }

  BoundItem enrolAndBind(const std::string &roots = "") {
    auto item = enrolTpm2(options);
    EXPECT_TRUE(item) << item.error().message;
    auto bound = bindTpm2(*item, roots, systemKeys());
    EXPECT_TRUE(bound) << bound.error().message;
    return std::move(*bound);
  }
  void expectOpens(const BoundItem &bound) {
    auto secret = tpm2Secret(bound.binding, options);
    ASSERT_TRUE(secret) << secret.error().message;
    EXPECT_TRUE(constantTimeEqual(secret->span(), bound.secret.span()));
  }
  template <typename T>
  static void expectError(const Result<T> &result, Status status,
                          const std::string &message, const std::string &hint) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().status, status);
    EXPECT_NE(result.error().message.find(message), std::string::npos)
        << result.error().message;
    EXPECT_NE(result.error().hint.find(hint), std::string::npos)
        << result.error().hint;
  }

  std::unique_ptr<test::SoftwareTpm> tpm;
  Tpm2Options options;
};

TEST_F(Tpm2State, ATpmThatWasClearedIsAnotherOne) {
  BoundItem bound = enrolAndBind();
  tpm->tool("tpm2_clear -c p");
  expectError(tpm2Secret(bound.binding, options), Status::NotAuthorised,
              "its storage root is another one", "enroll again");
}

TEST_F(Tpm2State, AnOwnersPasswordNeedsAPersistentRoot) {
  BoundItem bound = enrolAndBind();
  tpm->tool("tpm2_changeauth -c o secret");
  const char *message = "cannot make the storage root: a password is set";
  expectError(enrolTpm2(options), Status::Environment, message, "0x81000001");
  expectError(tpm2Secret(bound.binding, options), Status::Environment, message,
              "0x81000001");
  // As the hint says.
  tpm->tool("tpm2_createprimary -C o -P secret -G ecc -c root.ctx");
  tpm->tool("tpm2_flushcontext -t");
  tpm->tool("tpm2_evictcontrol -C o -P secret -c root.ctx 0x81000001");
  expectOpens(enrolAndBind());
}

TEST_F(Tpm2State, APersistentRootOfAnotherKindWillDo) {
  tpm->tool("tpm2_createprimary -C o -G rsa2048 -c root.ctx");
  tpm->tool("tpm2_flushcontext -t");
  tpm->tool("tpm2_evictcontrol -C o -c root.ctx 0x81000001");
  BoundItem bound = enrolAndBind(tpm->roots());
  expectOpens(bound);
  tpm->restart();
  expectOpens(bound);
  tpm->tool("tpm2_evictcontrol -C o -c 0x81000001");
  expectError(tpm2Secret(bound.binding, options), Status::NotAuthorised,
              "its storage root is another one", "");
}

TEST_F(Tpm2State, AnotherRootMadePersistentLaterDoesNotMatter) {
  BoundItem bound = enrolAndBind();
  tpm->tool("tpm2_createprimary -C o -G rsa2048 -c root.ctx");
  tpm->tool("tpm2_flushcontext -t");
  tpm->tool("tpm2_evictcontrol -C o -c root.ctx 0x81000001");
  expectOpens(bound);
}

TEST_F(Tpm2State, AnEndorsementPasswordIsNamed) {
  BoundItem attested = enrolAndBind(tpm->roots());
  BoundItem plain = enrolAndBind();
  tpm->tool("tpm2_changeauth -c e secret");
  expectOpens(plain);
  expectError(tpm2Secret(attested.binding, options), Status::Environment,
              "cannot authorise the endorsement key: a password is set", "");
}

TEST_F(Tpm2State, AnEndorsementKeyIsMadeAgainIfItIsNotKept) {
  BoundItem bound = enrolAndBind(tpm->roots());
  tpm->tool("tpm2_evictcontrol -C p -c 0x81010001");
  expectOpens(bound);
}

TEST_F(Tpm2State, WrongPasswordsOfOthersDoNotLockTheKeyOut) {
  BoundItem bound = enrolAndBind();
  tpm->tool("tpm2_dictionarylockout -s -n 1 -t 1000 -l 1000");
  tpm->tool("tpm2_createprimary -C o -c root.ctx");
  tpm->tool("tpm2_create -C root.ctx -p secret -u k.pub -r k.priv");
  tpm->tool("tpm2_flushcontext -t");
  tpm->tool("tpm2_load -C root.ctx -u k.pub -r k.priv -c k.ctx");
  tpm->tool("tpm2_flushcontext -t");
  tpm->tool("bash -c '! tpm2_sign -c k.ctx -p wrong -o s k.pub 2>/dev/null'");
  tpm->tool("bash -c '! tpm2_sign -c k.ctx -p secret -o s k.pub 2>error; "
            "grep -qi lockout error'");
  tpm->tool("tpm2_flushcontext -t");
  expectOpens(bound);
}

TEST_F(Tpm2State, WithoutACertificateItCannotBeAttested) {
  tpm->tool("tpm2_nvundefine -C p 0x1c00002");
  auto item = enrolTpm2(options);
  ASSERT_TRUE(item) << item.error().message;
  EXPECT_FALSE(describeTpm2Item(item->data)->attested);
  expectError(bindTpm2(*item, tpm->roots(), systemKeys()), Status::BadInput,
              "has no certificate of its TPM", "--tpm-roots");
}

TEST_F(Tpm2State, ACertificateOfAKeyThatIsNotHereIsLeftOut) {
  test::Authority maker = test::makeAuthority("maker");
  tpm2::OwnedKey key(EVP_RSA_gen(2048));
  auto certificate = test::endorse(maker, key.get());
  std::ofstream(tpm->folder() + "/ek.der", std::ios::binary)
      .write(reinterpret_cast<const char *>(certificate.data()),
             std::streamsize(certificate.size()));
  tpm->tool("tpm2_nvundefine -C p 0x1c00002");
  tpm->tool("tpm2_nvdefine -C p 0x1c00002 -s " +
            std::to_string(certificate.size()) +
            " -a 'ppwrite|authread|ownerread|platformcreate|no_da'");
  tpm->tool("tpm2_nvwrite -C p 0x1c00002 -i ek.der");
  auto item = enrolTpm2(options);
  ASSERT_TRUE(item) << item.error().message;
  EXPECT_FALSE(describeTpm2Item(item->data)->attested);
}

TEST_F(Tpm2State, AnEndorsementKeyOnACurveAnswersToo) {
  tpm->tool("tpm2_createek -G ecc -c ek.ctx -f pem -u ek.pem");
  tpm->tool("tpm2_flushcontext -t");
  tpm2::OwnedBio file(BIO_new_file((tpm->folder() + "/ek.pem").c_str(), "r"));
  tpm2::OwnedKey key(
      PEM_read_bio_PUBKEY(file.get(), nullptr, nullptr, nullptr));
  ASSERT_TRUE(key);
  test::Authority maker = test::makeAuthority("maker");
  auto certificate = test::endorse(maker, key.get());
  std::filesystem::create_directory(tpm->folder() + "/maker");
  std::ofstream(tpm->folder() + "/maker/ca.pem") << maker.pem();
  std::ofstream(tpm->folder() + "/ek.der", std::ios::binary)
      .write(reinterpret_cast<const char *>(certificate.data()),
             std::streamsize(certificate.size()));
  tpm->tool("tpm2_nvundefine -C p 0x1c00002");
  tpm->tool("tpm2_nvdefine -C p 0x1c0000a -s " +
            std::to_string(certificate.size() + 20) +
            " -a 'ppwrite|authread|ownerread|platformcreate|no_da'");
  tpm->tool("tpm2_nvwrite -C p 0x1c0000a -i ek.der");
  BoundItem bound = enrolAndBind(tpm->folder() + "/maker");
  EXPECT_EQ(bound.secret.size(), 64u);
  expectOpens(bound);
}

TEST_F(Tpm2State, ATpmThatWasNotStartedSaysSo) {
  tpm->tool("tpm2_shutdown --clear");
  tpm->tool("swtpm_ioctl --unix " + tpm->folder() + "/socket.ctrl -i");
  expectError(enrolTpm2(options), Status::Environment, "it was not started",
              "tpm2_startup");
}

TEST(Tpm2Connection, NamesWhereItLooked) {
  auto found = enrolTpm2({"device:/dev/no-such-tpm"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().status, Status::Environment);
  EXPECT_EQ(found.error().message,
            "no TPM 2.0 answers at 'device:/dev/no-such-tpm'");
  setenv("TPM2TOOLS_TCTI", "device:/dev/no-tpm-of-the-environment", 1);
  found = enrolTpm2({});
  unsetenv("TPM2TOOLS_TCTI");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message,
            "no TPM 2.0 answers at 'device:/dev/no-tpm-of-the-environment'");
}

} // namespace
