//===- EnrolledTpm.h - Two TPMs and a key in one of them ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_ENROLLEDTPM_H
#define HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_ENROLLEDTPM_H

#include "SoftwareTpm.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include <gtest/gtest.h>

namespace hwlock::test {

/// Two TPMs of one manufacturer, and a key that was enrolled in the first.
class EnrolledTpm : public testing::Test {
protected:
  static void SetUpTestSuite() {
    device = SoftwareTpm::make();
    if (!device)
      return;
    other = SoftwareTpm::make(device.get());
    auto enrolled = rt::enrolTpm2({device->tcti()});
    ASSERT_TRUE(enrolled) << enrolled.error().message;
    item = std::make_unique<rt::ProfileItem>(std::move(*enrolled));
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

  static rt::BoundItem bind(const std::string &roots = "") {
    auto bound = rt::bindTpm2(*item, roots, rt::systemKeys());
    EXPECT_TRUE(bound) << bound.error().message;
    return bound ? std::move(*bound) : rt::BoundItem();
  }
  static void expectOpens(const rt::BoundItem &bound) {
    auto secret = rt::tpm2Secret(bound.binding, {device->tcti()});
    ASSERT_TRUE(secret) << secret.error().message;
    EXPECT_TRUE(rt::constantTimeEqual(secret->span(), bound.secret.span()));
  }
  static void expectFails(std::span<const uint8_t> binding,
                          const SoftwareTpm &tpm, Status status,
                          const std::string &message) {
    auto secret = rt::tpm2Secret(binding, {tpm.tcti()});
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().status, status) << secret.error().message;
    EXPECT_NE(secret.error().message.find(message), std::string::npos)
        << secret.error().message;
  }

  static inline std::unique_ptr<SoftwareTpm> device, other;
  static inline std::unique_ptr<rt::ProfileItem> item;
};

} // namespace hwlock::test

#endif // HWLOCK_TEST_UNIT_FINGERPRINT_TPM2_ENROLLEDTPM_H
