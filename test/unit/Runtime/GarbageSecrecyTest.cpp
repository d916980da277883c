//===- GarbageSecrecyTest.cpp ---------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The promise of policy garbage: nothing in an artefact is a check of a key.
// Each secret is changed alone; the artefact must stay what GarbageListing
// computes, and the kinds of parts that change with it are listed.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "GarbageListing.h"
#include "OpenWith.h"
#include "ScriptedKeys.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include <gtest/gtest.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;
using namespace hwlock::test::garbage;

namespace {

/// All secrets of a lock; the numbers are the bytes that they consist of.
struct Secrets {
  uint8_t dataKey = 0x11;
  Bytes weight = patternedWeight(3000);
  /// What is measured, as a change of it.
  uint8_t symbol = 0, precision = 0;
  uint8_t machineId = 0x21, response = 0x22;
  /// Private keys.
  uint8_t tpm = 0x31, owner = 0x32, tpmEphemeral = 0x33, ownerEphemeral = 0x34;
};

constexpr uint8_t classAndTpm = layout::cpuSources | layout::sourceTpm2,
                  pluginAndId = layout::sourceMachineId | layout::sourcePlugin;

const Bytes salt(32, 0x41), challenge(20, 0x42), privateBlob(126, 0x43);

/// Of a storage root: 0, 11 and a hash.
Bytes rootName() {
  Bytes name(34, 0x44);
  name[0] = 0;
  name[1] = 0x0b;
  return name;
}

void append(Bytes &bytes, std::span<const uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

Bytes sized(const Bytes &bytes) {
  Bytes out = {uint8_t(bytes.size()), uint8_t(bytes.size() >> 8)};
  append(out, bytes);
  return out;
}

Profile profileOf(uint8_t sources, const Secrets &secrets) {
  Profile profile = makeProfile(fixedMeasurement(), sources);
  if (sources & layout::sourceClock) {
    profile.quietSymbols.data()[3] ^= secrets.symbol;
    // Chains that a garbage slot does not use: their symbols must not show.
    profile.symbols.data()[3] ^= secrets.symbol;
  }
  if (sources & layout::sourcePrecision)
    profile.precision.data()[5] ^= secrets.precision;
  if (sources & layout::sourceTpm2) {
    Bytes data = rootName();
    append(data, publicHalf(secrets.tpm));
    append(data, sized(privateBlob));
    append(data, sized({})); // no certificate
    profile.items.push_back({layout::sourceTpm2, data, {}});
  }
  if (sources & layout::sourceMachineId)
    profile.items.push_back({layout::sourceMachineId, salt,
                             SecretBuffer(Bytes(32, secrets.machineId))});
  if (sources & layout::sourcePlugin)
    profile.items.push_back({layout::sourcePlugin,
                             writePluginItem({"device", 256, challenge}),
                             SecretBuffer(Bytes(32, secrets.response))});
  return profile;
}

/// One slot of each kind: of the class, of a TPM, of a plug-in, the owner's.
struct Artefact {
  Bytes vault, sealed;
};

Artefact lock(const Secrets &secrets) {
  Profile ofClass = profileOf(layout::cpuSources, secrets),
          ofTpm = profileOf(classAndTpm, secrets),
          ofPlugin = profileOf(pluginAndId, secrets);
  const Profile *profiles[] = {&ofClass, &ofTpm, &ofPlugin};
  CurvePoint point = publicHalf(secrets.owner);
  OwnerPublicKey owner{point, keyId(point)};
  // Vault, data key, slots with what they draw, weight.
  ScriptedKeys keys({1, secrets.dataKey, 2, 3, secrets.tpmEphemeral, 4, 5,
                     secrets.ownerEphemeral, 6});
  Artefact artefact;
  auto sealer = Sealer::create(Policy::Garbage, profiles, 0, keys, {}, &owner);
  if (!sealer) {
    ADD_FAILURE() << sealer.error().message;
    return artefact;
  }
  artefact.sealed.resize(secrets.weight.size());
  auto tags = sealWithAes(*sealer, secrets.weight, artefact.sealed);
  EXPECT_TRUE(tags && tags->empty());
  auto vault = std::move(*sealer).finish();
  EXPECT_TRUE(vault);
  EXPECT_TRUE(keys.exhausted());
  artefact.vault = writeVault(*vault);
  return artefact;
}

//===----------------------------------------------------------------------===//
// The same from its description
//===----------------------------------------------------------------------===//

using SourceSecrets = std::vector<std::pair<uint8_t, Bytes>>;

SourceSecrets classSecrets(const Secrets &secrets) {
  Profile profile = profileOf(layout::cpuSources, secrets);
  auto quiet = profile.quietSymbols.span();
  auto precision = profile.precision.span();
  return {{layout::sourceClock, {quiet.begin(), quiet.end()}},
          {layout::sourcePrecision, {precision.begin(), precision.end()}}};
}

SlotDescription classSlot(const Secrets &secrets) {
  return {{slotHeader(Bytes(16, 2), layout::cpuSources, 0)},
          classSecrets(secrets)};
}

SlotDescription tpmSlot(const Secrets &secrets) {
  CurvePoint key = publicHalf(secrets.tpm),
             ephemeral = publicHalf(secrets.tpmEphemeral);
  Listing item = {{Kind::Public, rootName()},
                  {Kind::PublicHalf, {key.begin(), key.end()}},
                  {Kind::Public, sized(privateBlob)},
                  {Kind::PublicHalf, {ephemeral.begin(), ephemeral.end()}},
                  {Kind::Public, {0}}}; // unattested
  auto size = flatten(item).size();
  Listing parts = {slotHeader(Bytes(16, 3), classAndTpm, 2 + size),
                   {Kind::Public, {uint8_t(size), uint8_t(size >> 8)}}};
  parts.insert(parts.end(), item.begin(), item.end());
  SourceSecrets all = classSecrets(secrets);
  all.push_back(
      {layout::sourceTpm2, product(secrets.tpmEphemeral, secrets.tpm)});
  return {parts, all};
}

SlotDescription pluginSlot(const Secrets &secrets) {
  Bytes item = {6, 'd', 'e', 'v', 'i', 'c', 'e', 0, 1}; // 256 bits
  append(item, sized(challenge));
  Bytes binding = sized(salt);
  append(binding, sized(item));
  return {{slotHeader(Bytes(16, 4), pluginAndId, binding.size()),
           {Kind::Public, binding}},
          {{layout::sourceMachineId, Bytes(32, secrets.machineId)},
           {layout::sourcePlugin, Bytes(32, secrets.response)}}};
}

SlotDescription ownerSlot(const Secrets &secrets) {
  auto id = keyId(publicHalf(secrets.owner));
  CurvePoint ephemeral = publicHalf(secrets.ownerEphemeral);
  constexpr uint8_t size = 32 + 1 + 64;
  return {
      {slotHeader(Bytes(16, 5), layout::sourceOwner, 2 + size),
       {Kind::Public, {size, 0}},
       {Kind::PublicHalf, {id.begin(), id.end()}},
       {Kind::Public, {4}}, // uncompressed
       {Kind::PublicHalf, {ephemeral.begin(), ephemeral.end()}}},
      {{layout::sourceOwner, product(secrets.ownerEphemeral, secrets.owner)}}};
}

Listing listingOf(const Secrets &secrets) {
  Bytes dataKey(32, secrets.dataKey), start = header(Bytes(32, 1), 4, 1);
  Listing all = {{Kind::Public, start}};
  auto add = [&](const Listing &parts) {
    all.insert(all.end(), parts.begin(), parts.end());
  };
  for (const SlotDescription &description :
       {classSlot(secrets), tpmSlot(secrets), pluginSlot(secrets),
        ownerSlot(secrets)})
    add(slot(description, start, dataKey));
  WeightDescription weight = {Bytes(16, 6),
                              {1, secrets.weight.size()},
                              {layout::transformationAes128},
                              secrets.weight,
                              {}};
  add({weightRecord(weight)});
  add(sealedWeight(weight, dataKey));
  return all;
}

Bytes bytesOf(Artefact artefact) {
  append(artefact.vault, artefact.sealed);
  return artefact.vault;
}

} // namespace

TEST(GarbageSecrecy, EveryByteOfTheVaultIsListed) {
  EXPECT_EQ(bytesOf(lock({})), flatten(listingOf({})));
}

TEST(GarbageSecrecy, WhatDependsOnASecretIsAValueUnderAKeystream) {
  using Kinds = std::set<Kind>;
  const Kinds key = {Kind::WrappedKey},
              pair = {Kind::PublicHalf, Kind::WrappedKey};
  auto expectKinds = [](const Kinds &kinds, auto change) {
    Secrets other;
    change(other);
    Listing listing = listingOf(other);
    EXPECT_EQ(bytesOf(lock(other)), flatten(listing));
    EXPECT_EQ(difference(listingOf({}), listing), kinds);
  };
  expectKinds({}, [](Secrets &) {});
  expectKinds({Kind::WrappedKey, Kind::Ciphertext},
              [](Secrets &all) { all.dataKey = 0x12; });
  expectKinds({Kind::Ciphertext}, [](Secrets &all) { all.weight[1234] ^= 1; });
  expectKinds({Kind::Ciphertext},
              [](Secrets &all) { all.weight = Bytes(3000, 0xff); });
  expectKinds(key, [](Secrets &all) { all.symbol = 1; });
  expectKinds(key, [](Secrets &all) { all.precision = 1; });
  expectKinds(key, [](Secrets &all) { all.machineId ^= 1; });
  expectKinds(key, [](Secrets &all) { all.response ^= 1; });
  expectKinds(pair, [](Secrets &all) { all.tpm ^= 8; });
  expectKinds(pair, [](Secrets &all) { all.owner ^= 8; });
  expectKinds(pair, [](Secrets &all) { all.tpmEphemeral ^= 8; });
  expectKinds(pair, [](Secrets &all) { all.ownerEphemeral ^= 8; });
}

namespace {

/// A machine with a TPM or a plug-in's device; 0: it has none.
struct Devices {
  uint8_t tpm, machineId, response;

  static int32_t answer(void *context, uint8_t source, const uint8_t *,
                        uint32_t, uint8_t *secret, uint32_t *size) {
    auto *devices = static_cast<Devices *>(context);
    Bytes found;
    if (source == layout::sourceTpm2 && devices->tpm)
      found = product(devices->tpm, Secrets().tpmEphemeral);
    if (source == layout::sourceMachineId && devices->machineId)
      found = Bytes(32, devices->machineId);
    if (source == layout::sourcePlugin && devices->response)
      found = Bytes(32, devices->response);
    *size = static_cast<uint32_t>(found.size());
    std::ranges::copy(found, secret);
    return int32_t(found.empty() ? Status::NotAuthorised : Status::Ok);
  }
};

DataKey openOn(unsigned model, Devices devices) {
  HwlockHost host = {Devices::answer, &devices};
  FakeMeter meter(fixedMeasurement(model));
  Opened opened = openWith(lock({}).vault, meter, &host);
  EXPECT_EQ(opened.status, Status::Ok);
  return opened.dek;
}

} // namespace

/// What is listed is a vault that opens, and no wrong device is told so.
TEST(GarbageSecrecy, EachDeviceOpensItsSlotAndAWrongOneGetsAnotherKey) {
  DataKey right;
  right.fill(Secrets().dataKey);
  const Secrets secrets;
  EXPECT_EQ(openOn(0, {}), right);
  EXPECT_EQ(openOn(0, {secrets.tpm, 0, 0}), right);
  EXPECT_EQ(openOn(1, {0, secrets.machineId, secrets.response}), right);
  std::set<DataKey> keys = {right,
                            openOn(1, {}),
                            openOn(0, {0x77, 0, 0}),
                            openOn(1, {secrets.tpm, 0, 0}),
                            openOn(1, {0, secrets.machineId, 0x77}),
                            openOn(1, {0, 0x77, secrets.response})};
  EXPECT_EQ(keys.size(), 6u);
}
