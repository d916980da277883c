//===- Tpm2Test.cpp - Enrol, bind and open with a TPM ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Tpm2.h"
#include "SoftwareTpm.h"
#include "hwlock/Core/VaultLayout.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using test::SoftwareTpm;

namespace {

/// Two TPMs of one manufacturer, and a key that was enrolled in the first.
class Tpm2 : public testing::Test {
protected:
  static void SetUpTestSuite() {
    device = SoftwareTpm::make();
    if (!device)
      return;
    other = SoftwareTpm::make(device.get());
    auto enrolled = enrolTpm2({device->tcti()});
    ASSERT_TRUE(enrolled) << enrolled.error().message;
    item = std::make_unique<ProfileItem>(std::move(*enrolled));
  }
  static void TearDownTestSuite() {
    item.reset();
    other.reset();
    device.reset();
  }
  void SetUp() override {
    if (!device)
      GTEST_SKIP() << "swtpm is not installed";
    ASSERT_TRUE(item && other);
  }

  static BoundItem bind(const std::string &roots = "") {
    auto bound = bindTpm2(*item, roots);
    EXPECT_TRUE(bound) << bound.error().message;
    return bound ? std::move(*bound) : BoundItem();
  }
  static void expectOpens(const BoundItem &bound) {
    auto secret = tpm2Secret(bound.binding, {device->tcti()});
    ASSERT_TRUE(secret) << secret.error().message;
    EXPECT_TRUE(constantTimeEqual(secret->span(), bound.secret.span()));
  }
  static void expectFails(std::span<const uint8_t> binding,
                          const SoftwareTpm &tpm, Status status,
                          const std::string &message) {
    auto secret = tpm2Secret(binding, {tpm.tcti()});
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().status, status) << secret.error().message;
    EXPECT_NE(secret.error().message.find(message), std::string::npos)
        << secret.error().message;
  }

  static inline std::unique_ptr<SoftwareTpm> device, other;
  static inline std::unique_ptr<ProfileItem> item;
};

TEST_F(Tpm2, TheEnrolledTpmFindsTheSecret) {
  EXPECT_EQ(item->source, layout::sourceTpm2);
  EXPECT_EQ(item->secret.size(), 0u);
  BoundItem bound = bind();
  EXPECT_EQ(bound.secret.size(), 32u);
  expectOpens(bound);
}

TEST_F(Tpm2, AlsoAfterARestart) {
  BoundItem bound = bind();
  BoundItem attested = bind(device->roots());
  device->restart();
  expectOpens(bound);
  expectOpens(attested);
}

TEST_F(Tpm2, AttestedItReleasesASecondSecret) {
  BoundItem bound = bind(device->roots());
  EXPECT_EQ(bound.secret.size(), 64u);
  expectOpens(bound);
}

TEST_F(Tpm2, EachSlotHasASecretOfItsOwn) {
  BoundItem first = bind(), second = bind();
  EXPECT_NE(first.binding, second.binding);
  EXPECT_FALSE(constantTimeEqual(first.secret.span(), second.secret.span()));
  expectOpens(first);
  expectOpens(second);
}

TEST_F(Tpm2, AnotherTpmIsNotAuthorised) {
  expectFails(bind().binding, *other, Status::NotAuthorised,
              "not of this TPM: its storage root is another one");
  expectFails(bind(device->roots()).binding, *other, Status::NotAuthorised,
              "not of this TPM");
}

TEST_F(Tpm2, ReportsThatThereIsNone) {
  BoundItem bound = bind();
  device->stop();
  expectFails(bound.binding, *device, Status::Environment,
              "no TPM 2.0 answers at 'swtpm:path=");
  device->start();
  expectOpens(bound);
}

} // namespace
