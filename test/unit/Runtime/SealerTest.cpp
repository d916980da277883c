//===- SealerTest.cpp -----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Sealer.h"
#include "FakeMeter.h"
#include "OpenWith.h"
#include "RepeatingKeys.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include <gtest/gtest.h>
#include <set>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

static std::string createError(Policy policy,
                               const std::vector<const Profile *> &profiles,
                               uint8_t sources = 0) {
  RepeatingKeys keys;
  auto sealer = Sealer::create(policy, profiles, sources, keys);
  if (sealer)
    return "accepted";
  EXPECT_EQ(sealer.error().status, Status::BadInput);
  return sealer.error().message;
}

TEST(Sealer, NamesWhatIsWrongWithTheProfiles) {
  Profile both = makeProfile(fixedMeasurement());
  Profile clock = makeProfile(fixedMeasurement(), layout::sourceClock);
  clock.name = "old box";
  EXPECT_EQ(createError(Policy::Error, {}), "no profile to lock for");
  EXPECT_EQ(createError(Policy::Garbage, {&both, &both}),
            "the garbage policy takes one profile without a device source, "
            "found 2");
  EXPECT_EQ(createError(Policy::Error, std::vector<const Profile *>(65, &both)),
            "the model would have 65 slots; expected at most 64");
  EXPECT_EQ(createError(Policy::Error, {&both, &clock}, layout::cpuSources),
            "profile 2 ('old box') lacks the source precision; it has clock");
  EXPECT_EQ(createError(Policy::Error, {&both}, 32),
            "unknown source in the mask 32");
  Profile broken = makeProfile(fixedMeasurement());
  broken.quietSymbols = SecretBuffer(1);
  EXPECT_NE(createError(Policy::Garbage, {&broken}), "accepted");
  EXPECT_EQ(createError(Policy::Error, {&both, &clock}), "accepted");
}

TEST(Sealer, ReportsMissingRandomBytes) {
  FailingKeys keys;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(Policy::Error, profiles, 0, keys);
  ASSERT_FALSE(sealer);
  EXPECT_EQ(sealer.error().status, Status::Environment);
}

TEST(Sealer, RefusesEmptyWeightsAndWrongRoom) {
  RepeatingKeys keys;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(Policy::Error, profiles, 0, keys);
  ASSERT_TRUE(sealer);
  EXPECT_FALSE(sealWithAes(*sealer, {}, {}));
  uint8_t plain[4] = {}, sealed[5];
  EXPECT_FALSE(sealWithAes(*sealer, plain, sealed));
  auto vault = std::move(*sealer).finish();
  ASSERT_TRUE(vault);
  EXPECT_TRUE(vault->weights.empty());
}

TEST(Sealer, RefusesChainsItCannotApply) {
  RepeatingKeys keys;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(Policy::Error, profiles, 0, keys);
  ASSERT_TRUE(sealer);
  std::vector<uint8_t> bytes(4);
  using Chain = std::vector<uint8_t>;
  for (const Chain &chain : {Chain{}, Chain{0}, Chain{255}, Chain{1, 2}})
    EXPECT_FALSE(sealer->seal({1, bytes.size()}, chain, bytes,
                              [&](uint64_t) { return std::span(bytes); }));
  EXPECT_EQ(bytes, std::vector<uint8_t>(4));
}

TEST(Sealer, SystemKeysDiffer) {
  std::set<std::vector<uint8_t>> vaults;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  for (int i = 0; i < 3; ++i) {
    auto sealer = Sealer::create(Policy::Garbage, profiles, 0, systemKeys());
    ASSERT_TRUE(sealer);
    auto vault = std::move(*sealer).finish();
    ASSERT_TRUE(vault);
    vaults.insert({vault->id.begin(), vault->id.end()});
    vaults.insert(
        {vault->slots[0].wrappedKey.begin(), vault->slots[0].wrappedKey.end()});
  }
  EXPECT_EQ(vaults.size(), 6u);
}

TEST(Sealer, SealsInPlace) {
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    SealedModel model = sealModel(policy, {&profile}, {70000});
    RepeatingKeys keys;
    auto sealer = Sealer::create(policy, profiles, 0, keys);
    ASSERT_TRUE(sealer);
    auto bytes = patternedWeight(70000);
    auto tags = sealWithAes(*sealer, bytes, bytes);
    ASSERT_TRUE(tags);
    EXPECT_EQ(bytes, model.weights[0].sealed);
    EXPECT_EQ(*tags, model.weights[0].tags);
  }
}

/// So long that threads share the work.
TEST(Sealer, SealsAllOfALongWeight) {
  Profile profile = makeProfile(fixedMeasurement());
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    SealedModel model =
        sealModel(policy, {&profile}, {200 * layout::chunkBytes + 5});
    FakeMeter here;
    Opened opened = openWith(model.vault, here);
    ASSERT_EQ(opened.status, Status::Ok);
    Unsealed weight = unseal(model.vault, opened.dek, 0, model.weights[0]);
    EXPECT_EQ(weight.status, Status::Ok);
    EXPECT_TRUE(weight.plain == model.weights[0].plain);
  }
}

TEST(Sealer, EqualWeightsAndChunksSealDifferently) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Garbage, {&profile}, {64, 64});
  EXPECT_NE(model.weights[0].sealed, model.weights[1].sealed);

  RepeatingKeys keys;
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(Policy::Garbage, profiles, 0, keys);
  ASSERT_TRUE(sealer);
  std::vector<uint8_t> bytes(2 * layout::chunkBytes);
  ASSERT_TRUE(sealWithAes(*sealer, bytes, bytes));
  EXPECT_FALSE(std::equal(bytes.begin(), bytes.begin() + layout::chunkBytes,
                          bytes.begin() + layout::chunkBytes));
}

/// Class facts must not lie in the artefact: two CPUs, same keys, and only the
/// wrapped key differs. The error policy stores helper data, which does.
TEST(Sealer, GarbageVaultShowsNothingOfTheMachine) {
  Profile one = makeProfile(fixedMeasurement(0));
  Profile two = makeProfile(fixedMeasurement(1));
  SealedModel first = sealModel(Policy::Garbage, {&one}, {100});
  SealedModel second = sealModel(Policy::Garbage, {&two}, {100});
  EXPECT_EQ(first.weights[0].sealed, second.weights[0].sealed);
  EXPECT_TRUE(first.weights[0].tags.empty());
  ASSERT_EQ(first.vault.size(), second.vault.size());
  size_t wrapped = layout::headerBytes + layout::slotIdBytes + 8;
  for (size_t i = 0; i < first.vault.size(); ++i) {
    bool isKey = i >= wrapped && i < wrapped + layout::keyBytes;
    EXPECT_TRUE(isKey || first.vault[i] == second.vault[i]) << i;
  }
  EXPECT_FALSE(std::equal(first.vault.begin() + wrapped,
                          first.vault.begin() + wrapped + layout::keyBytes,
                          second.vault.begin() + wrapped));
}
