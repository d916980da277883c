//===- ProfileTest.cpp ----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Profile.h"
#include "FakeMeter.h"
#include "TestProfile.h"
#include "hwlock/Format/CpuFeatures.h"
#include "hwlock/Support/File.h"
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <openssl/sha.h>
#include <random>
#include <sys/stat.h>

using namespace hwlock;
using namespace hwlock::rt;
using hwlock::test::fixedMeasurement;
using hwlock::test::makeProfile;
using Bytes = std::vector<uint8_t>;

static Bytes bytesOf(const Profile &profile) {
  SecretBuffer bytes = writeProfile(profile);
  return {bytes.data(), bytes.data() + bytes.size()};
}

static Profile namedProfile() {
  Profile profile = makeProfile(fixedMeasurement());
  profile.name = "M\xc3\xbcller's machine";
  return profile;
}

/// Makes the checksum right again, as an attacker would.
static Bytes rehash(Bytes bytes) {
  SHA256(bytes.data(), bytes.size() - SHA256_DIGEST_LENGTH,
         bytes.data() + bytes.size() - SHA256_DIGEST_LENGTH);
  return bytes;
}

/// Message of the error that `bytes` give, or "accepted".
static std::string errorOf(const Bytes &bytes) {
  auto profile = readProfile(bytes);
  if (profile)
    return "accepted";
  EXPECT_EQ(profile.error().status, Status::BadInput);
  return profile.error().message;
}

class ProfileSources : public testing::TestWithParam<uint8_t> {};
INSTANTIATE_TEST_SUITE_P(Masks, ProfileSources,
                         testing::Values(layout::sourceClock,
                                         layout::sourcePrecision,
                                         layout::cpuSources));

TEST_P(ProfileSources, RoundTripKeepsEveryField) {
  Profile profile = makeProfile(fixedMeasurement(), GetParam());
  profile.name = "a machine";
  auto read = readProfile(bytesOf(profile));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->name, profile.name);
  EXPECT_EQ(read->sources, profile.sources);
  EXPECT_EQ(read->features, profile.features);
  EXPECT_EQ(read->probes, profile.probes);
  EXPECT_TRUE(constantTimeEqual(read->symbols.span(), profile.symbols.span()));
  EXPECT_TRUE(constantTimeEqual(read->quietSymbols.span(),
                                profile.quietSymbols.span()));
  EXPECT_TRUE(
      constantTimeEqual(read->precision.span(), profile.precision.span()));
}

TEST_P(ProfileSources, RefusesEveryOtherLength) {
  Bytes bytes = bytesOf(makeProfile(fixedMeasurement(), GetParam()));
  for (size_t length = 1; length < bytes.size(); ++length)
    EXPECT_TRUE(errorOf({bytes.begin(), bytes.begin() + length})
                    .starts_with("profile is truncated; expected "))
        << length;
  bytes.push_back(0);
  EXPECT_TRUE(errorOf(bytes).starts_with("profile goes on after its end"));
}

TEST(Profile, TellsErrorsApart) {
  Bytes bytes = bytesOf(namedProfile());
  EXPECT_EQ(errorOf({}), "profile is empty");
  Bytes changed = bytes;
  changed[0] = 'H';
  EXPECT_EQ(errorOf(changed),
            "not an hwlock profile: it does not start with 'hwprofil'");
  changed = bytes;
  changed[9] = 1;
  auto newer = readProfile(changed);
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().message, "profile has version 258; expected 2");
  EXPECT_EQ(newer.error().hint,
            "it was made by a newer hwlock; update this one");
  changed = bytes;
  changed[bytes.size() - 40] ^= 1;
  EXPECT_EQ(errorOf(changed),
            "profile is damaged: its checksum does not match");
  changed = bytes;
  changed[10] = 0;
  changed.erase(changed.end() - SHA256_DIGEST_LENGTH - HWLOCK_PRECISION_BYTES,
                changed.end() - SHA256_DIGEST_LENGTH);
  EXPECT_EQ(errorOf(rehash(changed)),
            "profile names no source or an unknown one");
  changed = bytes;
  changed[19] = 0x80;
  EXPECT_EQ(errorOf(rehash(changed)),
            "profile has a CPU feature that this hwlock does not know");
}

TEST(Profile, RefusesEverySingleBitFlip) {
  const Bytes bytes = bytesOf(namedProfile());
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    Bytes changed = bytes;
    changed[bit / 8] ^= 1u << bit % 8;
    EXPECT_NE(errorOf(changed), "accepted") << "bit " << bit;
  }
}

TEST(Profile, AcceptsOnlyWhatItWouldWrite) {
  const Bytes bytes = bytesOf(namedProfile());
  std::mt19937 random(11);
  unsigned accepted = 0;
  for (int round = 0; round < 2000; ++round) {
    Bytes changed = bytes;
    for (unsigned flips = 1 + random() % 2; flips; --flips)
      changed[random() % changed.size()] ^= 1u << random() % 8;
    if (random() % 4 == 0)
      changed.resize(SHA256_DIGEST_LENGTH + random() % changed.size());
    else if (random() % 4 == 0)
      std::rotate(changed.begin() + 24, changed.begin() + 24 + random() % 64,
                  changed.end());
    changed = rehash(std::move(changed));
    if (auto profile = readProfile(changed)) {
      ++accepted;
      EXPECT_EQ(bytesOf(*profile), changed);
    }
  }
  // A flip in a symbol gives another profile, and the checksum is no secret.
  EXPECT_GT(accepted, 100u);
}

TEST(Profile, NamesTheRuleThatAFieldBreaks) {
  auto messageOf = [](std::function<void(Profile &)> change) {
    Profile profile = namedProfile();
    change(profile);
    auto result = checkProfile(profile);
    return result ? "accepted" : result.error().message;
  };
  EXPECT_EQ(messageOf([](Profile &p) { p.name.assign(256, 'x'); }),
            "profile has a name of 256 bytes; expected at most 255");
  for (const char *name : {"\x1b[2J", "\xff", "\xc0\xaf", "\xed\xa0\x80",
                           "\xc2\x9b", "\xe2\x82", "\xf4\x90\x80\x80"})
    EXPECT_EQ(messageOf([&](Profile &p) { p.name = name; }),
              "profile has a name that is not printable UTF-8");
  EXPECT_EQ(
      messageOf([](Profile &p) { p.name = "\xf0\x9f\x94\x92 \xe2\x82\xac"; }),
      "accepted");
  EXPECT_EQ(messageOf([](Profile &p) { p.features = {"warp-drive"}; }),
            "profile names a CPU feature that the file format does not know");
  EXPECT_EQ(messageOf([](Profile &p) { p.features = {"fma", "avx2"}; }),
            "profile has CPU features that are not sorted or not unique");
  EXPECT_EQ(messageOf([](Profile &p) { p.sources = layout::sourcePrecision; }),
            "profile has clock symbols without the clock source");
  EXPECT_EQ(messageOf([](Profile &p) { p.sources = layout::sourceClock; }),
            "profile has precision bytes without the precision source");
  EXPECT_EQ(messageOf([](Profile &p) { p.probes.resize(23); }),
            "profile has 23 probes; expected 24 to 192");
  EXPECT_EQ(messageOf([](Profile &p) { std::swap(p.probes[0], p.probes[1]); }),
            "profile has probes that are not strictly ascending and below 192");
  EXPECT_EQ(messageOf([](Profile &p) { p.symbols = SecretBuffer(39); }),
            "profile has a wrong number of symbols; expected 40, found 39");
  EXPECT_TRUE(messageOf([](Profile &p) {
                p.quietSymbols = SecretBuffer(1);
              }).starts_with("profile has a wrong number of quiet symbols"));
}

TEST(Profile, FileIsPrivateAndErrorsNameIt) {
  auto folder = std::filesystem::path(testing::TempDir()) /
                ("profile" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  std::string path = folder / "device.hwp";
  ASSERT_TRUE(writeProfileFile(path, namedProfile()));
  struct stat info;
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  auto read = readProfileFile(path);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(bytesOf(*read), bytesOf(namedProfile()));

  std::ofstream(path).flush();
  auto empty = readProfileFile(path);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().message, "'" + path + "': profile is empty");
  Profile bad = namedProfile();
  bad.sources = 0;
  EXPECT_FALSE(writeProfileFile(path, bad));
  std::filesystem::remove_all(folder);
}

TEST(CpuFeatures, MaskAndNamesAreInverse) {
  auto names = cpuFeatureNames();
  for (size_t bit = 0; bit < names.size(); ++bit) {
    auto features = cpuFeaturesOf(uint64_t(1) << bit);
    ASSERT_TRUE(features);
    EXPECT_EQ(*features, std::vector<std::string>{std::string(names[bit])});
    EXPECT_EQ(cpuFeatureMask(*features), uint64_t(1) << bit);
  }
  EXPECT_FALSE(cpuFeaturesOf(uint64_t(1) << names.size()));
  // Bits are part of the file format.
  EXPECT_EQ(cpuFeatureMask(std::vector<std::string>{"sse3", "avx512f"}),
            0x2001u);
}
