//===- TamperTest.cpp -----------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Changed vaults, ciphertext and tags against hwlock_core_open and
// hwlock_core_unseal under the error policy.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Format/Vault.h"
#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <random>
#include <thread>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

using Bytes = std::vector<uint8_t>;

namespace {

class Tamper : public testing::Test {
protected:
  Opened open(const Bytes &vault) {
    FakeMeter meter;
    return openWith(vault, meter);
  }
  Unsealed unsealFirst(const SealedWeight &weight) {
    return unseal(model.vault, opened.dek, 0, weight);
  }
  void expectCorrupt(const SealedWeight &weight, const char *what) {
    Unsealed result = unsealFirst(weight);
    EXPECT_EQ(result.status, Status::Corrupt) << what;
    EXPECT_EQ(result.plain, Bytes(weight.sealed.size(), 0)) << what;
  }

  Profile profile = makeProfile(fixedMeasurement());
  SealedModel model =
      sealModel(Policy::Error, {&profile}, {3 * 65536 + 5, 3 * 65536 + 5});
  Opened opened = open(model.vault);
};

} // namespace

TEST_F(Tamper, NoBitOfTheVaultMayChange) {
  ASSERT_EQ(opened.status, Status::Ok);
  for (size_t bit = 0; bit < 8 * model.vault.size(); ++bit) {
    Bytes changed = model.vault;
    changed[bit / 8] ^= 1u << bit % 8;
    Opened result = open(changed);
    EXPECT_TRUE(result.status == Status::BadInput ||
                result.status == Status::NotAuthorised ||
                result.status == Status::Corrupt)
        << "bit " << bit;
    EXPECT_EQ(result.dek, DataKey{}) << "bit " << bit;
  }
}

TEST_F(Tamper, ManifestAndSlotsFailApart) {
  Vault vault = *readVault(model.vault);
  Vault changed = vault;
  changed.weights[0].shape.columns += 1;
  changed.weights[0].sealedSize += 1;
  EXPECT_EQ(open(writeVault(changed)).status, Status::Corrupt);
  changed = vault;
  std::swap(changed.weights[0], changed.weights[1]);
  EXPECT_EQ(open(writeVault(changed)).status, Status::Corrupt);
  changed = vault;
  changed.slots.push_back(changed.slots[0]);
  EXPECT_EQ(open(writeVault(changed)).status, Status::Corrupt);
  changed = vault;
  changed.slots[0].wrappedKey[5] ^= 1;
  EXPECT_EQ(open(writeVault(changed)).status, Status::NotAuthorised);
}

TEST_F(Tamper, DowngradeToGarbageDoesNotYieldTheKey) {
  Vault changed = *readVault(model.vault);
  changed.policy = Policy::Garbage;
  changed.slots[0].probes.clear();
  changed.slots[0].helper.clear();
  Opened result = open(writeVault(changed));
  EXPECT_EQ(result.status, Status::Ok);
  EXPECT_NE(result.dek, opened.dek);
}

/// Precision alone is measured alike under both policies: only the policy in
/// the derivation of the key tells them apart.
TEST_F(Tamper, DowngradeToGarbageDoesNotYieldTheKeyOfPrecisionAlone) {
  profile = makeProfile(fixedMeasurement(), layout::sourcePrecision);
  model = sealModel(Policy::Error, {&profile}, {5});
  Vault changed = *readVault(model.vault);
  changed.policy = Policy::Garbage;
  EXPECT_NE(open(writeVault(changed)).dek, open(model.vault).dek);
}

TEST_F(Tamper, CiphertextAndTagsOfEveryChunk) {
  const SealedWeight &weight = model.weights[0];
  for (size_t at = 0; at < weight.sealed.size(); at += 1021) {
    SealedWeight changed = weight;
    changed.sealed[at] ^= 1u << at % 8;
    expectCorrupt(changed, "ciphertext");
  }
  for (size_t chunk = 0; chunk < 4; ++chunk) {
    SealedWeight changed = weight;
    changed.tags[chunk * layout::tagBytes + 15] ^= 1;
    expectCorrupt(changed, "tag");
  }
}

TEST_F(Tamper, EveryBitOfASmallWeightAndItsTag) {
  SealedModel small = sealModel(Policy::Error, {&profile}, {37});
  DataKey dek = open(small.vault).dek;
  auto expectRefused = [&](const SealedWeight &changed) {
    Unsealed result = unseal(small.vault, dek, 0, changed);
    EXPECT_EQ(result.status, Status::Corrupt);
    EXPECT_EQ(result.plain, Bytes(37, 0));
  };
  ASSERT_EQ(unseal(small.vault, dek, 0, small.weights[0]).status, Status::Ok);
  for (size_t bit = 0; bit < 8 * 37; ++bit) {
    SealedWeight changed = small.weights[0];
    changed.sealed[bit / 8] ^= 1u << bit % 8;
    expectRefused(changed);
  }
  for (size_t bit = 0; bit < 8 * layout::tagBytes; ++bit) {
    SealedWeight changed = small.weights[0];
    changed.tags[bit / 8] ^= 1u << bit % 8;
    expectRefused(changed);
  }
}

TEST_F(Tamper, ChunksMayNotMove) {
  const SealedWeight &weight = model.weights[0];
  SealedWeight changed = weight;
  std::swap_ranges(changed.sealed.begin(), changed.sealed.begin() + 65536,
                   changed.sealed.begin() + 65536);
  std::swap_ranges(changed.tags.begin(), changed.tags.begin() + 16,
                   changed.tags.begin() + 16);
  expectCorrupt(changed, "swapped chunks");
  // Chunk 1 of another weight, with its tag.
  changed = weight;
  std::copy_n(model.weights[1].sealed.begin() + 65536, 65536,
              changed.sealed.begin() + 65536);
  std::copy_n(model.weights[1].tags.begin() + 16, 16,
              changed.tags.begin() + 16);
  expectCorrupt(changed, "chunk of another weight");
}

TEST_F(Tamper, WeightsMayNotBeShortened) {
  SealedWeight changed = model.weights[0];
  changed.sealed.resize(2 * 65536);
  EXPECT_EQ(unsealFirst(changed).status, Status::BadInput);
  Vault shorter = *readVault(model.vault);
  shorter.weights[0].shape.columns = changed.sealed.size();
  shorter.weights[0].sealedSize = changed.sealed.size();
  EXPECT_EQ(open(writeVault(shorter)).status, Status::Corrupt);
  // Even past the manifest, the size is part of what each tag covers.
  Unsealed result = unseal(writeVault(shorter), opened.dek, 0, changed);
  EXPECT_EQ(result.status, Status::Corrupt);
  EXPECT_EQ(result.plain, Bytes(2 * 65536, 0));
}

TEST_F(Tamper, WrongKeyIsCorrupt) {
  DataKey wrong = opened.dek;
  wrong[31] ^= 1;
  Unsealed result = unseal(model.vault, wrong, 1, model.weights[1]);
  EXPECT_EQ(result.status, Status::Corrupt);
  EXPECT_EQ(result.plain, Bytes(model.weights[1].sealed.size(), 0));
}

/// Another thread toggles ciphertext during the call: what comes out was
/// authenticated, or nothing does.
TEST_F(Tamper, ConcurrentChangeNeverReachesThePlaintext) {
  SealedModel small = sealModel(Policy::Error, {&profile}, {65536});
  DataKey dek = open(small.vault).dek;
  SealedWeight &weight = small.weights[0];
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    volatile uint8_t *byte = weight.sealed.data() + 65535;
    for (unsigned turn = 0; !stop; ++turn) {
      *byte = *byte ^ 1;
      // A few microseconds, about what the chunk takes.
      for (unsigned spin = turn % 16 * 256; spin && !stop; --spin)
        ;
    }
  });
  Bytes plain(weight.plain.size());
  const Bytes zeros(plain.size());
  for (int round = 0; round < 10000; ++round) {
    int32_t status =
        hwlock_core_unseal(small.vault.data(), small.vault.size(), dek.data(),
                           0, weight.sealed.data(), weight.tags.data(),
                           plain.data(), plain.size(), nullptr);
    Status expected = plain == weight.plain ? Status::Ok : Status::Corrupt;
    EXPECT_TRUE(expected == Status::Ok || plain == zeros) << "round " << round;
    EXPECT_EQ(static_cast<Status>(status), expected) << "round " << round;
  }
  stop = true;
  writer.join();
}

/// Flips, truncations and splices: never a crash, never Ok.
TEST_F(Tamper, RandomCorruption) {
  SealedModel other = sealModel(Policy::Error, {&profile}, {8, 8}, 1);
  std::mt19937 random(3);
  unsigned unchanged = 0;
  for (int round = 0; round < 2000; ++round) {
    Bytes changed = model.vault;
    switch (random() % 4) {
    case 0:
      for (unsigned flips = 1 + random() % 16; flips; --flips)
        changed[random() % changed.size()] ^= 1u << random() % 8;
      break;
    case 1:
      changed.resize(random() % changed.size());
      break;
    case 2: {
      size_t at = random() % changed.size();
      size_t length = random() % (changed.size() - at);
      std::copy_n(other.vault.begin() + at, length, changed.begin() + at);
      break;
    }
    case 3: {
      size_t at = random() % changed.size();
      changed.insert(changed.begin() + at, 1 + random() % 40, uint8_t(at));
      break;
    }
    }
    if (changed == model.vault) {
      ++unchanged;
      continue;
    }
    Opened result = open(changed);
    EXPECT_NE(result.status, Status::Ok) << "round " << round;
    EXPECT_EQ(result.dek, DataKey{}) << "round " << round;
    EXPECT_NE(unseal(changed, opened.dek, 0, other.weights[0]).status,
              Status::Ok);
  }
  EXPECT_LT(unchanged, 100u);
}
