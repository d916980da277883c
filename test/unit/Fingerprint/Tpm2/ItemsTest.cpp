//===- ItemsTest.cpp - What profile and slot keep of a TPM ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Items.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

namespace {

template <typename Container> void count(Container &bytes, uint8_t from) {
  std::iota(bytes.begin(), bytes.end(), from);
}

Name someName(uint8_t from) {
  Name name;
  count(name, from);
  name[0] = 0;
  name[1] = 0x0b;
  return name;
}

DeviceKey someKey() {
  DeviceKey key{someName(1), {}, std::vector<uint8_t>(126)};
  count(key.point, 2);
  count(key.privateBlob, 3);
  return key;
}

ProfileData someProfile() {
  ProfileData data{someKey(), std::vector<uint8_t>(200)};
  count(data.certificate, 4);
  return data;
}

SlotData someSlot(size_t seedBytes) {
  SlotData data{someKey(), {}, {}};
  count(data.ephemeral, 5);
  if (seedBytes) {
    data.challenge = Challenge{someName(6), {}, {}};
    data.challenge->seed.resize(seedBytes);
    count(data.challenge->credential, 7);
    count(data.challenge->seed, 8);
  }
  return data;
}

constexpr size_t seedSizes[] = {0, rsaSeedBytes, curveSeedBytes};

/// A reader must refuse `bytes` or give what is written as `bytes` again.
template <typename Read, typename Write>
void expectCanonical(Bytes bytes, Read read, Write write) {
  auto data = read(bytes);
  EXPECT_TRUE(!data || std::ranges::equal(write(*data), bytes));
}

template <typename Read, typename Write>
void expectStrict(std::vector<uint8_t> bytes, Read read, Write write) {
  ASSERT_TRUE(read(bytes));
  expectCanonical(bytes, read, write);
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(read(Bytes(bytes).first(length))) << length;
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= 1 << bit % 8;
    expectCanonical(bytes, read, write);
    bytes[bit / 8] ^= 1 << bit % 8;
  }
  bytes.push_back(0);
  EXPECT_FALSE(read(bytes));
}

TEST(Tpm2Items, ReadWhatWasWritten) {
  auto profile = readProfileData(writeProfileData(someProfile()));
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->key.root, someKey().root);
  EXPECT_EQ(profile->key.point, someKey().point);
  EXPECT_EQ(profile->key.privateBlob, someKey().privateBlob);
  EXPECT_EQ(profile->certificate, someProfile().certificate);
  auto slot = readSlotData(writeSlotData(someSlot(rsaSeedBytes)));
  ASSERT_TRUE(slot && slot->challenge);
  EXPECT_EQ(slot->ephemeral, someSlot(0).ephemeral);
  EXPECT_EQ(slot->challenge->endorsement, someName(6));
  EXPECT_EQ(slot->challenge->seed, someSlot(rsaSeedBytes).challenge->seed);
  EXPECT_TRUE(slot->challenge->isRsa());
  slot = readSlotData(writeSlotData(someSlot(curveSeedBytes)));
  ASSERT_TRUE(slot && slot->challenge);
  EXPECT_FALSE(slot->challenge->isRsa());
}

TEST(Tpm2Items, EveryBitAndLengthIsChecked) {
  expectStrict(writeProfileData(someProfile()), readProfileData,
               writeProfileData);
  for (size_t seedBytes : seedSizes)
    expectStrict(writeSlotData(someSlot(seedBytes)), readSlotData,
                 writeSlotData);
}

TEST(Tpm2Items, TheLongestFitIntoSlotAndProfile) {
  SlotData slot = someSlot(rsaSeedBytes);
  slot.key.privateBlob.resize(maxPrivateBytes);
  auto bytes = writeSlotData(slot);
  EXPECT_TRUE(readSlotData(bytes));
  EXPECT_LE(bytes.size(), 2048u);
  ProfileData profile = someProfile();
  profile.key.privateBlob.resize(maxPrivateBytes);
  profile.certificate.resize(maxCertificateBytes);
  bytes = writeProfileData(profile);
  EXPECT_TRUE(readProfileData(bytes));
  EXPECT_LE(bytes.size(), 8192u);
}

template <typename Data>
void expectRefused(const Result<Data> &result, const std::string &message) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().status, Status::BadInput);
  EXPECT_EQ(result.error().message,
            "the description of the TPM is malformed: " + message);
}

TEST(Tpm2Items, NamesWhatIsWrong) {
  ProfileData profile = someProfile();
  profile.key.privateBlob.resize(maxPrivateBytes + 1);
  expectRefused(readProfileData(writeProfileData(profile)),
                "the encrypted key has an unlikely size");
  profile.key.privateBlob.clear();
  expectRefused(readProfileData(writeProfileData(profile)),
                "the encrypted key has an unlikely size");
  profile = someProfile();
  profile.certificate.resize(maxCertificateBytes + 1);
  expectRefused(readProfileData(writeProfileData(profile)),
                "the certificate is too long");
  profile.key.root[1] = 0x0c;
  expectRefused(readProfileData(writeProfileData(profile)),
                "the storage root's name is not of SHA-256");
  SlotData slot = someSlot(rsaSeedBytes);
  slot.challenge->endorsement[0] = 1;
  expectRefused(readSlotData(writeSlotData(slot)),
                "the endorsement key's name is not of SHA-256");
  expectRefused(readSlotData(writeSlotData(someSlot(rsaSeedBytes - 1))),
                "the seed is of no known kind");
  expectRefused(readSlotData({}), "it ends too early");
}

} // namespace
