//===- GarbageChainsTest.cpp ----------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What GarbageSecrecyTest shows of slots, for weights under every chain: which
// bytes lie in the clear, and what they depend on.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "GarbageListing.h"
#include "ScriptedKeys.h"
#include "TestProfile.h"
#include "hwlock/Runtime/Sealer.h"
#include <bit>
#include <gtest/gtest.h>
#include <random>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;
using namespace hwlock::test::garbage;

namespace {

constexpr uint8_t aes128 = layout::transformationAes128,
                  aes256 = layout::transformationAes256,
                  shuffle = layout::transformationShuffle,
                  pretransform = layout::transformationPretransform;

const WeightShape shape = {40, 70, layout::elementF32, 4};

Bytes normalWeights(unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0, 0.1f);
  Bytes bytes;
  for (uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    auto bits = std::bit_cast<uint32_t>(normal(engine));
    for (uint32_t byte = 0; byte < 4; ++byte)
      bytes.push_back(static_cast<uint8_t>(bits >> 8 * byte));
  }
  return bytes;
}

struct Secrets {
  uint8_t dataKey = 0x11, symbol = 0;
  /// Drawn for the encoder of pretransform, and forgotten.
  uint8_t seed = 0x21;
  Bytes weight = normalWeights(1);
};

Profile profileOf(const Secrets &secrets) {
  Profile profile = makeProfile(fixedMeasurement(), layout::sourceClock);
  profile.quietSymbols.data()[3] ^= secrets.symbol;
  return profile;
}

Bytes lock(const Secrets &secrets, const Bytes &chain) {
  Profile profile = profileOf(secrets);
  const Profile *profiles[] = {&profile};
  // Vault, data key, slot, weight.
  std::vector<uint8_t> script = {1, secrets.dataKey, 2, 3};
  if (chainOf(chain).coded)
    script.push_back(secrets.seed);
  ScriptedKeys keys(script);
  auto sealer = Sealer::create(Policy::Garbage, profiles, 0, keys);
  EXPECT_TRUE(sealer);
  Bytes bytes;
  auto result = sealer->seal(shape, chain, secrets.weight, [&](uint64_t size) {
    bytes.resize(size);
    return std::span<uint8_t>(bytes);
  });
  EXPECT_TRUE(result && result->tags.empty());
  Bytes artefact = writeVault(*std::move(*sealer).finish());
  EXPECT_TRUE(keys.exhausted());
  artefact.insert(artefact.end(), bytes.begin(), bytes.end());
  return artefact;
}

WeightDescription describe(const Secrets &secrets, const Bytes &chain) {
  return {Bytes(16, 3), shape, chain, secrets.weight, Bytes(32, secrets.seed)};
}

Listing listingOf(const Secrets &secrets, const Bytes &chain) {
  Bytes dataKey(32, secrets.dataKey), start = header(Bytes(32, 1), 1, 1);
  Profile profile = profileOf(secrets);
  auto quiet = profile.quietSymbols.span();
  Listing all = {{Kind::Public, start}};
  for (const Listing &parts :
       {slot({{slotHeader(Bytes(16, 2), layout::sourceClock, 0)},
              {{layout::sourceClock, {quiet.begin(), quiet.end()}}}},
             start, dataKey),
        Listing{weightRecord(describe(secrets, chain))},
        sealedWeight(describe(secrets, chain), dataKey)})
    all.insert(all.end(), parts.begin(), parts.end());
  return all;
}

using Kinds = std::set<Kind>;

Kinds operator+(Kinds a, const Kinds &b) {
  a.insert(b.begin(), b.end());
  return a;
}

/// What a change of the weights changes, and what a change of the data key
/// changes beside the wrapped key.
struct Expected {
  Bytes chain;
  Kinds ofWeights, ofDataKey;
};

const Expected chains[] = {
    {{aes128}, {Kind::Ciphertext}, {Kind::Ciphertext}},
    {{aes256}, {Kind::Ciphertext}, {Kind::Ciphertext}},
    // Masks nothing: the elements lie there, elsewhere.
    {{shuffle}, {Kind::Element}, {Kind::Element}},
    {{shuffle, aes128}, {Kind::Ciphertext}, {Kind::Ciphertext}},
    // Tables tell of the weights; no key enters them.
    {{pretransform, aes128},
     {Kind::Ciphertext, Kind::Table},
     {Kind::Ciphertext}},
    // Here they stand in the order of the shuffled rows and columns, which the
    // data key chose.
    {{shuffle, pretransform, aes256},
     {Kind::Ciphertext, Kind::Table},
     {Kind::Ciphertext, Kind::Table}},
};

class GarbageChains : public testing::TestWithParam<Expected> {
protected:
  /// The kinds that differ from an artefact with the usual secrets.
  Kinds changed(const Secrets &secrets) const {
    const Bytes &chain = GetParam().chain;
    Listing listing = listingOf(secrets, chain);
    EXPECT_EQ(lock(secrets, chain), flatten(listing));
    return difference(listingOf({}, chain), listing);
  }
};

TEST_P(GarbageChains, EveryByteIsListed) { EXPECT_EQ(changed({}), Kinds()); }

TEST_P(GarbageChains, WhatDependsOnAKeyIsAValueUnderAKeystreamOrIsListed) {
  Secrets other;
  other.dataKey = 0x12;
  EXPECT_EQ(changed(other), Kinds{Kind::WrappedKey} + GetParam().ofDataKey);
  other = {};
  other.symbol = 1;
  EXPECT_EQ(changed(other), Kinds{Kind::WrappedKey});
}

TEST_P(GarbageChains, WhatDependsOnWeightsIsListed) {
  Secrets other;
  other.weight = normalWeights(2);
  EXPECT_EQ(changed(other), GetParam().ofWeights);
  other = {};
  other.seed = 0x22;
  EXPECT_EQ(changed(other), chainOf(GetParam().chain).coded
                                ? Kinds{Kind::Ciphertext} + Kinds{Kind::Table}
                                : Kinds());
}

INSTANTIATE_TEST_SUITE_P(All, GarbageChains, testing::ValuesIn(chains),
                         [](const auto &info) {
                           std::string name;
                           for (uint8_t code : info.param.chain)
                             name += code == aes128    ? "Aes128"
                                     : code == aes256  ? "Aes256"
                                     : code == shuffle ? "Shuffle"
                                                       : "Pretransform";
                           return name;
                         });

/// The clear bytes of a coded weight by name: no room for a check is left.
TEST(GarbageChains, TablesAreModeBoundsKnotsAndScalesAlone) {
  Listing sealed =
      sealedWeight(describe({}, {pretransform, aes128}), Bytes(32, 0x11));
  ASSERT_EQ(sealed[0].kind, Kind::Table);
  const Bytes &tables = sealed[0].bytes;
  core::PretransformLayout sizes = core::pretransformLayout(shape.matrix());
  EXPECT_EQ(sizes.knots, 64u + 31);
  EXPECT_EQ(sizes.rowClasses + sizes.columnClasses, 40u + 70);
  constexpr size_t modeAndBounds = 8;
  size_t used = modeAndBounds + 4 * (64 + 31) + 2 * (40 + 70);
  ASSERT_EQ(tables.size(), (used + 63) / 64 * 64);
  EXPECT_EQ(tables[0], 1); // coded
  EXPECT_EQ(tables[1], 0);
  EXPECT_TRUE(std::all_of(tables.begin() + ptrdiff_t(used), tables.end(),
                          [](uint8_t byte) { return byte == 0; }));
}

} // namespace
