//===- Tpm2Test.cpp - Enrol, bind and open with a TPM ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Tpm2.h"
#include "EnrolledTpm.h"
#include "Items.h"
#include "hwlock/Core/VaultLayout.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using Tpm2 = test::EnrolledTpm;

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

TEST_F(Tpm2, DescribesKeyAndAttestation) {
  auto enrolled = describeTpm2Item(item->data);
  auto plain = describeTpm2Binding(bind().binding);
  auto attested = describeTpm2Binding(bind(device->roots()).binding);
  ASSERT_TRUE(enrolled && plain && attested);
  EXPECT_EQ(enrolled->keyName.size(), 68u);
  EXPECT_EQ(enrolled->keyName.substr(0, 4), "000b");
  EXPECT_EQ(plain->keyName, enrolled->keyName);
  EXPECT_EQ(attested->keyName, enrolled->keyName);
  EXPECT_TRUE(enrolled->attested);
  EXPECT_FALSE(plain->attested);
  EXPECT_TRUE(attested->attested);
}

TEST_F(Tpm2, AChangedBindingDoesNotOpen) {
  BoundItem bound = bind(device->roots());
  // A bit of every eleventh byte, each bit in turn.
  for (size_t i = 0; i < bound.binding.size(); i += 11) {
    uint8_t bit = 1 << i / 11 % 8;
    bound.binding[i] ^= bit;
    expectFails(bound.binding, *device, Status::NotAuthorised, "");
    bound.binding[i] ^= bit;
  }
  expectOpens(bound);
}

TEST_F(Tpm2, ACertificateOfAnotherTpmIsOfNoUse) {
  auto theirs = enrolTpm2({other->tcti()});
  ASSERT_TRUE(theirs);
  auto data = tpm2::readProfileData(item->data);
  data->certificate = tpm2::readProfileData(theirs->data)->certificate;
  auto bound = bindTpm2({layout::sourceTpm2, writeProfileData(*data), {}},
                        device->roots(), systemKeys());
  ASSERT_TRUE(bound) << bound.error().message;
  expectFails(bound->binding, *device, Status::NotAuthorised,
              "another endorsement key");
  expectFails(bound->binding, *other, Status::NotAuthorised,
              "its storage root is another one");
}

TEST_F(Tpm2, AKeyThatIsNotInTheCertifiedTpmDoesNotAnswer) {
  // The challenge of one key, put beside another of the same TPM.
  auto sibling = enrolTpm2({device->tcti()});
  ASSERT_TRUE(sibling) << sibling.error().message;
  auto mine = tpm2::readSlotData(bind(device->roots()).binding);
  auto bound = bindTpm2(*sibling, device->roots(), systemKeys());
  ASSERT_TRUE(mine && bound);
  mine->challenge = tpm2::readSlotData(bound->binding)->challenge;
  expectFails(writeSlotData(*mine), *device, Status::NotAuthorised,
              "cannot answer for the key");
}

TEST_F(Tpm2, UnknownManufacturersAndMissingCertificatesAreRefused) {
  auto stranger = test::SoftwareTpm::make();
  ASSERT_TRUE(stranger);
  auto bound = bindTpm2(*item, stranger->roots(), systemKeys());
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().status, Status::BadInput);
  auto data = tpm2::readProfileData(item->data);
  data->certificate.clear();
  ProfileItem bare = {layout::sourceTpm2, writeProfileData(*data), {}};
  EXPECT_TRUE(bindTpm2(bare, "", systemKeys()));
  bound = bindTpm2(bare, device->roots(), systemKeys());
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().message, "the profile has no certificate of its TPM");
}

/// All that went through the connection while `binding` was opened.
static std::vector<uint8_t> recordOpen(std::span<const uint8_t> binding,
                                       const test::SoftwareTpm &tpm) {
  std::string file = tpm.folder() + "/record";
  setenv("TCTI_PCAP_FILE", file.c_str(), 1);
  EXPECT_TRUE(tpm2Secret(binding, {"pcap:" + tpm.tcti()}));
  unsetenv("TCTI_PCAP_FILE");
  std::ifstream in(file, std::ios::binary);
  std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(file);
  return bytes;
}

TEST_F(Tpm2, TheSecretIsHiddenOnTheBus) {
  BoundItem bound = bind(device->roots());
  auto record = recordOpen(bound.binding, *device);
  auto has = [&](std::span<const uint8_t> bytes) {
    return !std::ranges::search(record, bytes).empty();
  };
  auto slot = tpm2::readSlotData(bound.binding);
  ASSERT_TRUE(slot);
  EXPECT_TRUE(has(slot->challenge->credential));
  EXPECT_TRUE(has(std::span(slot->ephemeral).first(32)));
  EXPECT_FALSE(has(bound.secret.span().first(32)));
  EXPECT_FALSE(has(bound.secret.span().last(32)));
}

} // namespace
