//===- DecoderTest.cpp ----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Decoder.h"
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include <gtest/gtest.h>
#include <tuple>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

using Bytes = std::vector<uint8_t>;

static Opened openOn(const Bytes &vault, const HwlockMeasurement &truth) {
  FakeMeter meter(truth);
  return openWith(vault, meter);
}

static const std::vector<size_t> borderSizes = {
    1,    2,     15,    16,    17,    63,    64,     65,     255,   1023,
    4096, 65535, 65536, 65537, 65552, 70000, 131071, 131072, 131073};

class DecoderRoundTrip
    : public testing::TestWithParam<std::tuple<Policy, uint8_t, uint8_t>> {};
INSTANTIATE_TEST_SUITE_P(
    All, DecoderRoundTrip,
    testing::Combine(testing::Values(Policy::Error, Policy::Garbage),
                     testing::Values(layout::sourceClock,
                                     layout::sourcePrecision,
                                     layout::cpuSources),
                     testing::Values(layout::transformationAes128,
                                     layout::transformationAes256)));

TEST_P(DecoderRoundTrip, GivesTheWeightsBack) {
  auto [policy, sources, cipher] = GetParam();
  Profile profile = makeProfile(fixedMeasurement(), sources);
  SealedModel model =
      sealModel(policy, {&profile}, borderSizes, /*seed=*/0, cipher);
  Opened opened = openOn(model.vault, fixedMeasurement());
  ASSERT_EQ(opened.status, Status::Ok);
  for (uint32_t i = 0; i < borderSizes.size(); ++i) {
    Unsealed result = unseal(model.vault, opened.dek, i, model.weights[i]);
    EXPECT_EQ(result.status, Status::Ok) << borderSizes[i];
    EXPECT_EQ(result.plain, model.weights[i].plain) << borderSizes[i];
    SealedWeight &weight = model.weights[i];
    Bytes inPlace = weight.sealed;
    EXPECT_EQ(hwlock_core_unseal(model.vault.data(), model.vault.size(),
                                 opened.dek.data(), i, inPlace.data(),
                                 weight.tags.data(), inPlace.data(),
                                 inPlace.size(), nullptr),
              0);
    EXPECT_EQ(inPlace, weight.plain) << borderSizes[i];
  }
}

TEST(Decoder, CorrectsFourWrongSymbolsAndNotFive) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Error, {&profile}, {8});
  Opened right = openOn(model.vault, fixedMeasurement());
  for (uint8_t wrong = 1; wrong <= 5; ++wrong) {
    HwlockMeasurement measured = fixedMeasurement();
    for (uint8_t i = 0; i < wrong; ++i)
      measured.clock[14 * i] = i ? measured.clock[14 * i] + 3 * 1024 : 0;
    Opened opened = openOn(model.vault, measured);
    bool opens = wrong <= layout::correctableErrors;
    EXPECT_EQ(opened.status, opens ? Status::Ok : Status::NotAuthorised)
        << int(wrong);
    EXPECT_EQ(opened.dek, opens ? right.dek : DataKey{}) << int(wrong);
  }
}

TEST(Decoder, PrecisionIsExact) {
  for (uint8_t sources : {layout::sourcePrecision, layout::cpuSources}) {
    Profile profile = makeProfile(fixedMeasurement(), sources);
    SealedModel model = sealModel(Policy::Error, {&profile}, {8});
    for (unsigned byte : {0u, 31u, 63u}) {
      HwlockMeasurement measured = fixedMeasurement();
      measured.precision[byte] ^= 1;
      EXPECT_EQ(openOn(model.vault, measured).status, Status::NotAuthorised);
    }
  }
}

TEST(Decoder, RetriesTenTimesWithPauses) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Error, {&profile}, {8});
  FakeMeter late;
  late.misreadAll(layout::errorAttempts - 1);
  Opened opened = openWith(model.vault, late);
  EXPECT_EQ(opened.status, Status::Ok);
  EXPECT_EQ(late.count(), layout::errorAttempts);
  EXPECT_EQ(opened.waits, layout::errorAttempts - 1);

  FakeMeter never;
  never.misreadAll(layout::errorAttempts);
  opened = openWith(model.vault, never);
  EXPECT_EQ(opened.status, Status::NotAuthorised);
  EXPECT_EQ(never.count(), layout::errorAttempts);
  EXPECT_EQ(opened.dek, DataKey{});
}

TEST(Decoder, MeasuresOnceWithoutTheClock) {
  Profile profile = makeProfile(fixedMeasurement(), layout::sourcePrecision);
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    SealedModel model = sealModel(policy, {&profile}, {8});
    FakeMeter other(fixedMeasurement(1));
    Opened opened = openWith(model.vault, other);
    EXPECT_NE(opened.dek, openOn(model.vault, fixedMeasurement()).dek);
    EXPECT_EQ(other.count(), 1u);
    EXPECT_EQ(opened.waits, 0u);
  }
}

TEST(Decoder, EverySlotOpensOnItsMachineOnly) {
  std::vector<Profile> profiles;
  std::vector<const Profile *> pointers;
  for (unsigned model = 0; model < 3; ++model)
    profiles.push_back(makeProfile(
        fixedMeasurement(model),
        model == 2 ? layout::sourcePrecision : layout::cpuSources, 30 + model));
  for (const Profile &profile : profiles)
    pointers.push_back(&profile);
  SealedModel model = sealModel(Policy::Error, pointers, {8});
  Opened first = openOn(model.vault, fixedMeasurement(0));
  EXPECT_EQ(first.status, Status::Ok);
  for (unsigned machine = 1; machine < 3; ++machine) {
    Opened opened = openOn(model.vault, fixedMeasurement(machine));
    EXPECT_EQ(opened.status, Status::Ok) << machine;
    EXPECT_EQ(opened.dek, first.dek) << machine;
  }
  EXPECT_EQ(openOn(model.vault, fixedMeasurement(3)).status,
            Status::NotAuthorised);
}

TEST(Decoder, GarbageTakesTheMedianOfFive) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Garbage, {&profile}, {8});
  Opened right = openOn(model.vault, fixedMeasurement());
  FakeMeter twoWrong, threeWrong;
  twoWrong.misreadAll(2);
  threeWrong.misreadAll(3);
  Opened two = openWith(model.vault, twoWrong);
  Opened three = openWith(model.vault, threeWrong);
  EXPECT_EQ(two.dek, right.dek);
  EXPECT_EQ(two.waits, layout::garbageMeasurements - 1);
  EXPECT_EQ(twoWrong.count(), layout::garbageMeasurements);
  EXPECT_EQ(three.status, Status::Ok);
  EXPECT_NE(three.dek, right.dek);
}

/// Nothing tells the wrong key from the right one but the weights.
TEST(Decoder, GarbageNeverRefusesAMachine) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Garbage, {&profile}, {4096});
  Opened right = openOn(model.vault, fixedMeasurement());
  HwlockMeasurement nothing = {};
  for (const HwlockMeasurement &measured : {fixedMeasurement(1), nothing}) {
    Opened wrong = openOn(model.vault, measured);
    EXPECT_EQ(wrong.status, Status::Ok);
    EXPECT_NE(wrong.dek, right.dek);
    Unsealed result = unseal(model.vault, wrong.dek, 0, model.weights[0]);
    EXPECT_EQ(result.status, Status::Ok);
    EXPECT_NE(result.plain, model.weights[0].plain);
  }
}

TEST(Decoder, RealClockWaitsAndOpens) {
  Profile profile = makeProfile(fixedMeasurement());
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    SealedModel model = sealModel(policy, {&profile}, {8});
    FakeMeter meter;
    if (policy == Policy::Error)
      meter.misreadAll(2);
    DataKey dek;
    auto measure = [](void *context, uint32_t, HwlockMeasurement *out) {
      static_cast<FakeMeter *>(context)->measure(*out);
    };
    EXPECT_EQ(hwlock_core_open(model.vault.data(), model.vault.size(), measure,
                               &meter, nullptr, dek.data()),
              0);
    EXPECT_EQ(dek, openOn(model.vault, fixedMeasurement()).dek);
  }
}

TEST(Decoder, RefusesWrongSizesAndNumbersUntouched) {
  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model = sealModel(Policy::Error, {&profile}, {100, 200});
  Opened opened = openOn(model.vault, fixedMeasurement());
  for (uint32_t index : {1u, 2u, UINT32_MAX}) {
    Unsealed result = unseal(model.vault, opened.dek, index, model.weights[0]);
    EXPECT_EQ(result.status, Status::BadInput);
    EXPECT_EQ(result.plain, Bytes(100, 0xa5));
  }
}
