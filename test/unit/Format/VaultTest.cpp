//===- VaultTest.cpp ------------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Format/Vault.h"
#include "hwlock/Core/Measurement.h"
#include <functional>
#include <gtest/gtest.h>
#include <numeric>
#include <random>

using namespace hwlock;
using namespace hwlock::rt;

template <size_t N> static void fill(std::array<uint8_t, N> &bytes, int seed) {
  std::iota(bytes.begin(), bytes.end(), static_cast<uint8_t>(seed));
}

static Slot makeSlot(Policy policy, uint8_t sources, int seed) {
  Slot slot;
  fill(slot.id, seed);
  slot.sources = sources;
  if (policy == Policy::Error && (sources & layout::sourceClock)) {
    slot.probes.resize(layout::minProbes);
    std::iota(slot.probes.begin(), slot.probes.end(), uint8_t(3));
    slot.helper.assign(layout::minProbes, static_cast<uint8_t>(seed + 1));
  }
  fill(slot.wrappedKey, seed + 2);
  if (policy == Policy::Error)
    fill(slot.tag, seed + 3);
  return slot;
}

static Vault makeVault(Policy policy) {
  Vault vault;
  vault.policy = policy;
  fill(vault.id, 1);
  vault.slots.push_back(makeSlot(policy, layout::cpuSources, 10));
  if (policy == Policy::Error)
    vault.slots.push_back(makeSlot(policy, layout::sourcePrecision, 20));
  vault.slots.push_back(
      makeSlot(policy, layout::sourceMachineId | layout::sourceTpm2, 30));
  vault.slots.back().items = {{layout::sourceMachineId, {1, 2, 3}},
                              {layout::sourceTpm2, {4}}};
  vault.slots.push_back(makeSlot(policy, layout::sourceOwner, 50));
  vault.slots.back().items = {{layout::sourceOwner, {5, 6}}};
  for (uint64_t size : {uint64_t(1), uint64_t(70000), UINT64_MAX}) {
    WeightRecord weight;
    fill(weight.id, static_cast<int>(size % 251));
    weight.shape.columns = weight.sealedSize = size;
    weight.chain = {layout::transformationAes128};
    vault.weights.push_back(weight);
  }
  WeightRecord matrix;
  fill(matrix.id, 99);
  matrix.shape = {3, 5, layout::elementF32, 4};
  matrix.chain = {layout::transformationShuffle,
                  layout::transformationPretransform,
                  layout::transformationAes256};
  matrix.sealedSize =
      core::sealedBytes(chainOf(matrix.chain), matrix.shape.matrix());
  vault.weights.push_back(matrix);
  if (policy == Policy::Error)
    fill(vault.manifestMac, 40);
  return vault;
}

/// Message of the error that `bytes` give, or "accepted".
static std::string errorOf(const std::vector<uint8_t> &bytes) {
  auto vault = readVault(bytes);
  if (vault)
    return "accepted";
  EXPECT_EQ(vault.error().status, Status::BadInput);
  return vault.error().message;
}

class VaultRoundTrip : public testing::TestWithParam<Policy> {};
INSTANTIATE_TEST_SUITE_P(Policies, VaultRoundTrip,
                         testing::Values(Policy::Error, Policy::Garbage));

TEST_P(VaultRoundTrip, KeepsEveryField) {
  Vault vault = makeVault(GetParam());
  ASSERT_TRUE(checkVault(vault));
  auto read = readVault(writeVault(vault));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->policy, vault.policy);
  EXPECT_EQ(read->id, vault.id);
  EXPECT_EQ(read->manifestMac, vault.manifestMac);
  ASSERT_EQ(read->slots.size(), vault.slots.size());
  for (size_t i = 0; i < vault.slots.size(); ++i) {
    EXPECT_EQ(read->slots[i].id, vault.slots[i].id);
    EXPECT_EQ(read->slots[i].sources, vault.slots[i].sources);
    EXPECT_EQ(read->slots[i].probes, vault.slots[i].probes);
    EXPECT_EQ(read->slots[i].helper, vault.slots[i].helper);
    EXPECT_EQ(packItems(read->slots[i].items), packItems(vault.slots[i].items));
    EXPECT_EQ(read->slots[i].wrappedKey, vault.slots[i].wrappedKey);
    EXPECT_EQ(read->slots[i].tag, vault.slots[i].tag);
  }
  ASSERT_EQ(read->weights.size(), vault.weights.size());
  for (size_t i = 0; i < vault.weights.size(); ++i) {
    EXPECT_EQ(read->weights[i].id, vault.weights[i].id);
    EXPECT_EQ(read->weights[i].shape.rows, vault.weights[i].shape.rows);
    EXPECT_EQ(read->weights[i].shape.columns, vault.weights[i].shape.columns);
    EXPECT_EQ(read->weights[i].shape.element, vault.weights[i].shape.element);
    EXPECT_EQ(read->weights[i].shape.elementBytes,
              vault.weights[i].shape.elementBytes);
    EXPECT_EQ(read->weights[i].sealedSize, vault.weights[i].sealedSize);
    EXPECT_EQ(read->weights[i].chain, vault.weights[i].chain);
  }
}

TEST_P(VaultRoundTrip, RefusesEveryOtherLength) {
  auto bytes = writeVault(makeVault(GetParam()));
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_NE(errorOf({bytes.begin(), bytes.begin() + length}), "accepted")
        << length;
  bytes.push_back(0);
  EXPECT_EQ(errorOf(bytes), "vault goes on after its end");
}

TEST_P(VaultRoundTrip, AcceptsOnlyWhatItWouldWrite) {
  auto bytes = writeVault(makeVault(GetParam()));
  std::mt19937 random(7);
  unsigned accepted = 0;
  for (int round = 0; round < 2000; ++round) {
    auto changed = bytes;
    for (unsigned flips = 1 + random() % 3; flips; --flips)
      changed[random() % changed.size()] ^= 1u << random() % 8;
    if (random() % 4 == 0)
      changed.resize(random() % (changed.size() + 8));
    if (auto vault = readVault(changed)) {
      ++accepted;
      EXPECT_EQ(writeVault(*vault), changed);
      EXPECT_TRUE(checkVault(*vault));
    }
  }
  // Most flips fall into identifiers and keys, which have no structure.
  EXPECT_GT(accepted, 100u);
}

TEST(Vault, NamesTheFaultInTheHeader) {
  const auto bytes = writeVault(makeVault(Policy::Error));
  auto with = [&](size_t offset, uint8_t value) {
    auto changed = bytes;
    changed[offset] = value;
    return errorOf(changed);
  };
  EXPECT_EQ(errorOf({}),
            "vault is not a vault: it does not start with 'hwvault'");
  EXPECT_EQ(with(0, 'H'),
            "vault is not a vault: it does not start with 'hwvault'");
  EXPECT_EQ(with(8, 1), "vault has version 1; expected 2");
  EXPECT_EQ(with(10, 2),
            "vault has an unknown policy; expected 0 (error) or 1 (garbage)");
  EXPECT_EQ(with(11, 1), "vault has a reserved byte that is not zero");
  EXPECT_EQ(with(46, 1), "vault has a reserved byte that is not zero");
  EXPECT_EQ(with(44, 0),
            "vault does not have 1 to 64 slots of which one is not "
            "an owner's");
  EXPECT_EQ(with(50, 2), "vault has more than 65536 weights");
}

TEST(Vault, NamesTheRuleThatAFieldBreaks) {
  auto messageOf = [](Policy policy, std::function<void(Vault &)> change) {
    Vault vault = makeVault(policy);
    change(vault);
    auto result = checkVault(vault);
    return result ? "accepted" : result.error().message;
  };
  auto error = [&](auto change) { return messageOf(Policy::Error, change); };
  const std::string probeRule =
      "does not have 24 to 192 probes, or under garbage or without the clock "
      "source none";
  EXPECT_EQ(error([](Vault &v) { v.slots[1].sources = 0; }),
            "slot 1 of the vault names no source or an unknown one");
  EXPECT_EQ(error([](Vault &v) { v.slots[0].sources = 64; }),
            "slot 0 of the vault names no source or an unknown one");
  const std::string bindingRule =
      "slot 1 of the vault does not store exactly what its sources need";
  EXPECT_EQ(error([](Vault &v) { v.slots[1].sources = layout::sourceTpm2; }),
            bindingRule);
  EXPECT_EQ(error([](Vault &v) { v.slots[1].items.push_back({2, {1}}); }),
            bindingRule);
  EXPECT_EQ(error([](Vault &v) {
              v.slots[1].sources = layout::sourceTpm2;
              v.slots[1].items = {{layout::sourceTpm2, {}}};
            }),
            bindingRule);
  EXPECT_EQ(error([](Vault &v) {
              v.slots[1].sources = layout::sourceOwner | layout::sourceTpm2;
              v.slots[1].items = {{layout::sourceTpm2, {1}},
                                  {layout::sourceOwner, {1}}};
            }),
            "slot 1 of the vault is an owner's and has other sources too");
  EXPECT_EQ(error([](Vault &v) {
              v.slots[0].probes.pop_back();
              v.slots[0].helper.pop_back();
            }),
            "slot 0 of the vault " + probeRule);
  EXPECT_EQ(error([](Vault &v) {
              v.slots[1].probes = v.slots[0].probes;
              v.slots[1].helper = v.slots[0].helper;
            }),
            "slot 1 of the vault " + probeRule);
  EXPECT_EQ(error([](Vault &v) { v.slots[0].helper.pop_back(); }),
            "slot 0 of the vault has 24 probes but 23 helper bytes");
  const std::string orderRule = "slot 0 of the vault has probes that are not "
                                "strictly ascending and below 192";
  EXPECT_EQ(error([](Vault &v) { v.slots[0].probes[1] = 3; }), orderRule);
  EXPECT_EQ(
      error([](Vault &v) { v.slots[0].probes.back() = HWLOCK_MAX_CHAINS; }),
      orderRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[2].shape.columns = 0; }),
            "weight 2 of the vault has size 0, or a sealed size that its chain "
            "does not give");
  EXPECT_EQ(error([](Vault &v) { v.weights[1].sealedSize += 1; }),
            "weight 1 of the vault has size 0, or a sealed size that its chain "
            "does not give");
  const std::string shapeRule =
      "weight 1 of the vault has rows or elements that do not fill its size";
  EXPECT_EQ(error([](Vault &v) { v.weights[1].shape.element = 5; }), shapeRule);
  EXPECT_EQ(
      error([](Vault &v) { v.weights[1].shape.element = layout::elementF32; }),
      shapeRule);
  const std::string chainRule =
      "weight 0 of the vault has a transformation chain that is not allowed";
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain = {}; }), chainRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain = {1, 1}; }), chainRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain = {1, 3}; }), chainRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain = {4}; }), chainRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain = {4, 1}; }), chainRule);
  EXPECT_EQ(error([](Vault &v) { v.weights[0].chain.resize(9, 1); }),
            chainRule);
  EXPECT_EQ(messageOf(Policy::Garbage,
                      [](Vault &v) { v.slots.push_back(v.slots[0]); }),
            "vault has more than 1 slot without a device source under garbage");
}

TEST(Vault, KeepsItsLimits) {
  Vault vault = makeVault(Policy::Error);
  vault.slots.resize(layout::maxSlots, vault.slots[0]);
  vault.weights.resize(layout::maxWeights, vault.weights[0]);
  EXPECT_TRUE(checkVault(vault));
  EXPECT_TRUE(readVault(writeVault(vault)));
  vault.slots.push_back(vault.slots[0]);
  EXPECT_FALSE(checkVault(vault));
  vault.slots.pop_back();
  vault.weights.push_back(vault.weights[0]);
  EXPECT_FALSE(checkVault(vault));
}
