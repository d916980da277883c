//===- GarbageSecrecyTest.cpp ---------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The promise of policy garbage: nothing in an artefact tells a right key from
// a wrong one. Each secret is changed alone, and every byte that changes with
// it must be a value under a keystream, which is computed again with OpenSSL
// from the description in VaultLayout.h.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Core/VaultView.h"
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <set>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

namespace {

using Bytes = std::vector<uint8_t>;

/// Everything that is drawn in a lock. Requests are told apart by their order:
/// vault id, data key, then identifiers.
class ListedKeys final : public KeyProvider {
public:
  explicit ListedKeys(uint8_t dataKey) : dataKey(dataKey) {}
  Result<void> fill(std::span<uint8_t> bytes) override {
    std::fill(bytes.begin(), bytes.end(),
              calls == 1 ? dataKey : uint8_t(0x20 + calls));
    ++calls;
    return {};
  }

private:
  uint8_t dataKey;
  uint8_t calls = 0;
};

/// The secrets of a lock.
struct Secrets {
  uint8_t dataKey = 0x11;
  Bytes weight = patternedWeight(3000);
  /// Of the profile.
  int symbol = 0, precision = 0;
};

/// All that a thief gets, in pieces.
struct Artefact {
  Bytes vault, sealed, tags;
};

/// Bytes of an artefact that may depend on a secret.
enum class Part { Public, WrappedKey, Ciphertext };

} // namespace

static Profile profileOf(const Secrets &secrets) {
  Profile profile = makeProfile(fixedMeasurement());
  profile.quietSymbols.data()[3] ^= uint8_t(secrets.symbol);
  // Chains that a garbage slot does not use: their symbols must not show.
  profile.symbols.data()[3] ^= uint8_t(secrets.symbol);
  profile.precision.data()[5] ^= uint8_t(secrets.precision);
  return profile;
}

static Artefact lock(const Secrets &secrets) {
  Profile profile = profileOf(secrets);
  const Profile *profiles[] = {&profile};
  ListedKeys keys(secrets.dataKey);
  Artefact artefact;
  auto sealer = Sealer::create(Policy::Garbage, profiles, 0, keys);
  EXPECT_TRUE(sealer);
  artefact.sealed.resize(secrets.weight.size());
  auto tags = sealWithAes(*sealer, secrets.weight, artefact.sealed);
  EXPECT_TRUE(tags);
  artefact.tags = *tags;
  auto vault = std::move(*sealer).finish();
  EXPECT_TRUE(vault);
  artefact.vault = writeVault(*vault);
  return artefact;
}

/// Where the wrapped key lies.
static size_t wrappedKeyOffset(const Bytes &vault) {
  core::VaultView view;
  uint32_t item;
  EXPECT_EQ(core::parseVault(vault.data(), vault.size(), view, item),
            core::VaultFault::None);
  core::SlotView slot = core::slotAt(view, layout::headerBytes);
  EXPECT_EQ(slot.tag, nullptr);
  EXPECT_EQ(slot.probeCount, 0u);
  return static_cast<size_t>(slot.wrappedKey - vault.data());
}

/// The parts in which two artefacts differ.
static std::set<Part> difference(const Artefact &a, const Artefact &b) {
  std::set<Part> parts;
  EXPECT_EQ(a.vault.size(), b.vault.size());
  EXPECT_EQ(a.sealed.size(), b.sealed.size());
  size_t wrapped = wrappedKeyOffset(a.vault);
  for (size_t i = 0; i < a.vault.size(); ++i)
    if (a.vault[i] != b.vault[i])
      parts.insert(i >= wrapped && i < wrapped + layout::keyBytes
                       ? Part::WrappedKey
                       : Part::Public);
  if (a.sealed != b.sealed)
    parts.insert(Part::Ciphertext);
  EXPECT_TRUE(a.tags.empty() && b.tags.empty());
  return parts;
}

//===----------------------------------------------------------------------===//
// The keystreams, from their description
//===----------------------------------------------------------------------===//

static Bytes hmac(const Bytes &key, const Bytes &message) {
  Bytes out(32);
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(),
       message.size(), out.data(), nullptr);
  return out;
}

static Bytes concatenate(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes &part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

static Bytes text(const char *label) {
  return Bytes(label, label + std::char_traits<char>::length(label));
}

/// One block of HKDF-Expand.
static Bytes expand(const Bytes &key, const Bytes &info) {
  return hmac(key, concatenate({info, {1}}));
}

static Bytes keyItem(uint8_t source, const Bytes &bytes) {
  auto size = static_cast<uint8_t>(bytes.size());
  return concatenate({{source, size, 0, 0, 0}, bytes});
}

static Bytes wrapStream(const Artefact &artefact, const Secrets &secrets) {
  Profile profile = profileOf(secrets);
  auto quiet = profile.quietSymbols.span();
  auto precision = profile.precision.span();
  Bytes ikm = concatenate(
      {keyItem(layout::sourceClock, {quiet.begin(), quiet.end()}),
       keyItem(layout::sourcePrecision, {precision.begin(), precision.end()})});
  auto core = artefact.vault.begin();
  Bytes vaultId(core + layout::vaultIdOffset, core + layout::coreBytes);
  // The core, then the slot up to its wrapped key.
  Bytes context(core, core + layout::coreBytes);
  context.insert(context.end(), core + layout::headerBytes,
                 core + wrappedKeyOffset(artefact.vault));
  Bytes digest(32);
  SHA256(context.data(), context.size(), digest.data());
  Bytes kek =
      expand(hmac(vaultId, ikm), concatenate({text(layout::labelKek), digest}));
  return expand(kek, text(layout::labelWrap));
}

/// AES-128 in counter mode from counter 2 of chunk 0.
static Bytes weightStream(const Artefact &artefact, const Secrets &secrets) {
  Bytes dek(layout::keyBytes, secrets.dataKey);
  auto record = artefact.vault.end() - layout::weightRecordBytes;
  Bytes id(record, record + layout::weightIdBytes);
  Bytes key = expand(dek, concatenate({text(layout::labelMask), id}));
  Bytes counter(16), zeros(artefact.sealed.size()), out(zeros.size());
  counter[15] = 2;
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int written = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nullptr, key.data(),
                               counter.data()),
            1);
  EXPECT_EQ(EVP_EncryptUpdate(context, out.data(), &written, zeros.data(),
                              static_cast<int>(zeros.size())),
            1);
  EVP_CIPHER_CTX_free(context);
  return out;
}

static Bytes masked(const Bytes &value, const Bytes &stream) {
  Bytes out = value;
  for (size_t i = 0; i < out.size(); ++i)
    out[i] ^= stream[i];
  return out;
}

//===----------------------------------------------------------------------===//

TEST(GarbageSecrecy, SecretsShowInWrappedKeyAndCiphertextAlone) {
  Artefact base = lock({});
  EXPECT_TRUE(difference(base, lock({})).empty());
  Secrets other;
  other.dataKey = 0x12;
  EXPECT_EQ(difference(base, lock(other)),
            (std::set{Part::WrappedKey, Part::Ciphertext}));
  other = {};
  other.weight[1234] ^= 1;
  EXPECT_EQ(difference(base, lock(other)), std::set{Part::Ciphertext});
  other = {};
  other.symbol = 1;
  EXPECT_EQ(difference(base, lock(other)), std::set{Part::WrappedKey});
  other = {};
  other.precision = 1;
  EXPECT_EQ(difference(base, lock(other)), std::set{Part::WrappedKey});
}

TEST(GarbageSecrecy, WhatDependsOnASecretIsAValueUnderAKeystream) {
  std::vector<Secrets> cases(4);
  cases[1].dataKey = 0x77;
  cases[2].symbol = 2;
  cases[3].weight = Bytes(3000, 0xff);
  for (const Secrets &secrets : cases) {
    Artefact artefact = lock(secrets);
    auto wrapped = artefact.vault.begin() + wrappedKeyOffset(artefact.vault);
    EXPECT_EQ(Bytes(wrapped, wrapped + layout::keyBytes),
              masked(Bytes(layout::keyBytes, secrets.dataKey),
                     wrapStream(artefact, secrets)));
    EXPECT_EQ(artefact.sealed,
              masked(secrets.weight, weightStream(artefact, secrets)));
  }
}

/// Each byte of the vault by name: nothing else is there, and a value that is
/// drawn is not a check.
TEST(GarbageSecrecy, EveryByteOfTheVaultIsListed) {
  Artefact artefact = lock({});
  ListedKeys keys(0);
  Bytes vaultId(layout::vaultIdBytes), dek(layout::keyBytes),
      slotId(layout::slotIdBytes), weightId(layout::weightIdBytes);
  for (Bytes *drawn : {&vaultId, &dek, &slotId, &weightId})
    ASSERT_TRUE(keys.fill(*drawn));
  auto wrapped = artefact.vault.begin() + wrappedKeyOffset(artefact.vault);
  Bytes magic(std::begin(layout::vaultMagic), std::end(layout::vaultMagic));
  EXPECT_EQ(artefact.vault,
            concatenate({
                magic,
                {layout::vaultVersion, 0, layout::policyGarbage, 0},
                vaultId,
                {1, 0, 0, 0, 1, 0, 0, 0}, // slots, weights
                slotId,
                {layout::cpuSources, 0, 0, 0, 0, 0, 0, 0}, // no probe, binding
                Bytes(wrapped, wrapped + layout::keyBytes),
                weightId,
                {3000 & 255, 3000 >> 8, 0, 0, 0, 0, 0, 0}, // plain size
                {3000 & 255, 3000 >> 8, 0, 0, 0, 0, 0, 0}, // sealed size
                {1, 0, 0, 0, layout::elementOther, 1, 0, 0},
                {layout::transformationAes128, 0, 0, 0, 0, 0, 0, 0},
            }));
}
