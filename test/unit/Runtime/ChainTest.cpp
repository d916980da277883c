//===- ChainTest.cpp - Sealing and unsealing under every chain ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "OpenWith.h"
#include "RepeatingKeys.h"
#include "TestProfile.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Runtime/Sealer.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

namespace {

using Codes = std::vector<uint8_t>;
constexpr uint8_t aes128 = layout::transformationAes128,
                  aes256 = layout::transformationAes256,
                  shuffle = layout::transformationShuffle,
                  pretransform = layout::transformationPretransform;

struct Weight {
  WeightShape shape;
  std::vector<uint8_t> plain, sealed, tags;
  bool coded = true;
};

std::vector<uint8_t> normalWeights(const WeightShape &shape) {
  std::mt19937 engine(7);
  std::normal_distribution<float> normal(0, 0.1f);
  std::vector<uint8_t> bytes;
  for (uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    auto bits = std::bit_cast<uint32_t>(normal(engine));
    for (uint32_t byte = 4 - shape.elementBytes; byte < 4; ++byte)
      bytes.push_back(static_cast<uint8_t>(bits >> (8 * byte)));
  }
  return bytes;
}

/// A locked model, and the key that it opens with.
struct Model {
  std::vector<uint8_t> vault;
  std::vector<Weight> weights;
  DataKey dek;
};

Model lock(Policy policy, const Codes &chain,
           const std::vector<WeightShape> &shapes) {
  RepeatingKeys keys;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(policy, profiles, 0, keys);
  EXPECT_TRUE(sealer);
  Model model;
  for (const WeightShape &shape : shapes) {
    Weight weight = {shape, normalWeights(shape), {}, {}};
    auto result = sealer->seal(shape, chain, weight.plain, [&](uint64_t size) {
      weight.sealed.resize(size);
      return std::span<uint8_t>(weight.sealed);
    });
    EXPECT_TRUE(result) << result.error().message;
    weight.tags = std::move(result->tags);
    weight.coded = result->coded;
    model.weights.push_back(std::move(weight));
  }
  model.vault = writeVault(*std::move(*sealer).finish());
  FakeMeter here;
  Opened opened = openWith(model.vault, here);
  EXPECT_EQ(opened.status, Status::Ok);
  model.dek = opened.dek;
  return model;
}

Status unseal(const Model &model, uint32_t index, const DataKey &dek,
              std::vector<uint8_t> &plain) {
  struct alignas(64) Line {
    uint8_t bytes[64];
  };
  const Weight &weight = model.weights[index];
  auto vault = readVault(model.vault);
  std::vector<Line> scratch(
      core::unsealScratchBytes(chainOf(vault->weights[index].chain),
                               weight.shape.matrix()) /
      sizeof(Line));
  plain.assign(weight.plain.size(), 0xa5);
  return static_cast<Status>(hwlock_core_unseal(
      model.vault.data(), model.vault.size(), dek.data(), index,
      weight.sealed.data(), weight.tags.empty() ? nullptr : weight.tags.data(),
      plain.data(), plain.size(), reinterpret_cast<uint8_t *>(scratch.data())));
}

const Codes allChains[] = {{aes128},
                           {aes256},
                           {shuffle},
                           {shuffle, aes128},
                           {shuffle, aes256},
                           {pretransform, aes128},
                           {pretransform, aes256},
                           {shuffle, pretransform, aes128},
                           {shuffle, pretransform, aes256}};

/// Several chunks, one row, one column, one element, bf16.
const std::vector<WeightShape> shapes = {{200, 300, layout::elementF32, 4},
                                         {1, 384, layout::elementF32, 4},
                                         {50, 1, layout::elementF32, 4},
                                         {1, 1, layout::elementF32, 4},
                                         {130, 500, layout::elementBf16, 2}};

class ChainTest : public testing::TestWithParam<Codes> {};

TEST_P(ChainTest, UnsealsWhatWasSealed) {
  // A weight of one element is its own permutation.
  const bool permutes = GetParam() == Codes{shuffle};
  for (Policy policy : {Policy::Error, Policy::Garbage}) {
    Model model = lock(policy, GetParam(), shapes);
    std::vector<uint8_t> plain;
    for (uint32_t i = 0; i < model.weights.size(); ++i) {
      EXPECT_EQ(unseal(model, i, model.dek, plain), Status::Ok);
      EXPECT_TRUE(plain == model.weights[i].plain) << "weight " << i;
      EXPECT_TRUE(model.weights[i].coded);
      bool changes = plain.size() > 4;
      EXPECT_EQ(model.weights[i].sealed != plain, changes || !permutes)
          << "weight " << i;
    }
  }
}

TEST_P(ChainTest, OtherElementsToo) {
  if (chainOf(GetParam()).coded)
    GTEST_SKIP() << "codes are for f32 and bf16";
  for (uint8_t width : {1, 2, 3, 8}) {
    WeightShape shape = {40, 70, layout::elementOther, width};
    RepeatingKeys keys;
    Profile profile = makeProfile(fixedMeasurement());
    const Profile *profiles[] = {&profile};
    auto sealer = Sealer::create(Policy::Error, profiles, 0, keys);
    Model model;
    Weight weight = {shape, std::vector<uint8_t>(shape.bytes()), {}, {}};
    for (size_t i = 0; i < weight.plain.size(); ++i)
      weight.plain[i] = static_cast<uint8_t>(i * i % 251);
    auto result =
        sealer->seal(shape, GetParam(), weight.plain, [&](uint64_t size) {
          weight.sealed.resize(size);
          return std::span<uint8_t>(weight.sealed);
        });
    ASSERT_TRUE(result);
    weight.tags = result->tags;
    model.weights = {weight};
    model.vault = writeVault(*std::move(*sealer).finish());
    FakeMeter here;
    std::vector<uint8_t> plain;
    DataKey dek = openWith(model.vault, here).dek;
    EXPECT_EQ(unseal(model, 0, dek, plain), Status::Ok);
    EXPECT_TRUE(plain == weight.plain) << int(width);
  }
}

TEST_P(ChainTest, ErrorFindsEveryChangedByte) {
  Model model = lock(Policy::Error, GetParam(), shapes);
  const std::vector<uint8_t> zeros(model.weights[0].plain.size());
  auto &sealed = model.weights[0].sealed;
  const std::vector<uint8_t> original = sealed;
  std::mt19937 engine(1);
  std::vector<uint8_t> plain;
  for (size_t round = 0; round < 30; ++round) {
    // The tables in front of the ciphertext are covered too.
    size_t at = round < 10 ? round : engine() % sealed.size();
    sealed[at] ^= uint8_t(1 << engine() % 8);
    EXPECT_EQ(unseal(model, 0, model.dek, plain), Status::Corrupt) << at;
    EXPECT_TRUE(plain == zeros);
    sealed = original;
  }
}

TEST_P(ChainTest, WrongKeys) {
  DataKey wrong{};
  Model checked = lock(Policy::Error, GetParam(), shapes);
  std::vector<uint8_t> plain;
  EXPECT_EQ(unseal(checked, 0, wrong, plain), Status::Corrupt);

  Model model = lock(Policy::Garbage, GetParam(), shapes);
  for (uint32_t i = 0; i < model.weights.size(); ++i) {
    const Weight &weight = model.weights[i];
    EXPECT_EQ(unseal(model, i, wrong, plain), Status::Ok);
    EXPECT_FALSE(plain == weight.plain && weight.plain.size() > 4);
    if (!chainOf(GetParam()).coded)
      continue;
    for (size_t end = weight.shape.elementBytes; end <= plain.size();
         end += weight.shape.elementBytes) {
      uint32_t bits = uint32_t(plain[end - 1] << 24 | plain[end - 2] << 16);
      ASSERT_LT(std::abs(std::bit_cast<float>(bits)), 1.0f);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ChainTest, testing::ValuesIn(allChains),
                         [](const auto &info) {
                           std::string name;
                           for (uint8_t code : info.param)
                             name += code == aes128    ? "Aes128"
                                     : code == aes256  ? "Aes256"
                                     : code == shuffle ? "Shuffle"
                                                       : "Pretransform";
                           return name;
                         });

TEST(Chains, IllegalOnesAreRefused) {
  RepeatingKeys keys;
  Profile profile = makeProfile(fixedMeasurement());
  const Profile *profiles[] = {&profile};
  auto sealer = Sealer::create(Policy::Error, profiles, 0, keys);
  auto accepts = [&](const Codes &chain, uint8_t element, uint8_t width) {
    WeightShape shape = {4, 4, element, width};
    std::vector<uint8_t> plain(shape.bytes()), sealed;
    return bool(sealer->seal(shape, chain, plain, [&](uint64_t size) {
      sealed.resize(size);
      return std::span<uint8_t>(sealed);
    }));
  };
  for (const Codes &chain :
       {Codes{}, Codes{pretransform}, Codes{shuffle, pretransform},
        Codes{aes128, shuffle}, Codes{pretransform, shuffle, aes128},
        Codes{aes128, aes256}, Codes{shuffle, shuffle}, Codes{5}})
    EXPECT_FALSE(accepts(chain, layout::elementF32, 4));
  EXPECT_FALSE(accepts({pretransform, aes128}, layout::elementF16, 2));
  EXPECT_FALSE(accepts({pretransform, aes128}, layout::elementOther, 4));
  EXPECT_TRUE(accepts({pretransform, aes128}, layout::elementF32, 4));
}

} // namespace
