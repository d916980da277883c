//===- VaultVectorTest.cpp ------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pins the sealer to VaultLayout.h: VaultVector.inc is what vault_vector.py
// computes from the same inputs without any code of hwlock.
//===----------------------------------------------------------------------===//
#include "FakeMeter.h"
#include "SealedModel.h"
#include "TestProfile.h"
#include "hwlock/Support/Hex.h"
#include <gtest/gtest.h>
#include <openssl/sha.h>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::test;

#include "VaultVector.inc"

/// SHA-256 over ciphertext and tags of all weights.
static std::string sealedDigest(const SealedModel &model) {
  std::vector<uint8_t> bytes, digest(SHA256_DIGEST_LENGTH);
  for (const SealedWeight &weight : model.weights)
    for (const auto *part : {&weight.sealed, &weight.tags})
      bytes.insert(bytes.end(), part->begin(), part->end());
  ::SHA256(bytes.data(), bytes.size(), digest.data());
  return toHex(digest);
}

static SealedModel makeModel(Policy policy,
                             uint8_t cipher = layout::transformationAes128) {
  Profile profile =
      makeProfile(fixedMeasurement(), layout::cpuSources, layout::minProbes);
  return sealModel(policy, {&profile}, {3, 65537}, /*seed=*/0, cipher);
}

TEST(VaultVector, ErrorPolicy) {
  SealedModel model = makeModel(Policy::Error);
  EXPECT_EQ(toHex(model.vault), vaultError);
  EXPECT_EQ(sealedDigest(model), sealedError);
}

TEST(VaultVector, GarbagePolicy) {
  SealedModel model = makeModel(Policy::Garbage);
  EXPECT_EQ(toHex(model.vault), vaultGarbage);
  EXPECT_EQ(sealedDigest(model), sealedGarbage);
}

TEST(VaultVector, ErrorPolicyWithAes256) {
  SealedModel model = makeModel(Policy::Error, layout::transformationAes256);
  EXPECT_EQ(toHex(model.vault), vaultError256);
  EXPECT_EQ(sealedDigest(model), sealedError256);
}

TEST(VaultVector, GarbagePolicyWithAes256) {
  SealedModel model = makeModel(Policy::Garbage, layout::transformationAes256);
  EXPECT_EQ(toHex(model.vault), vaultGarbage256);
  EXPECT_EQ(sealedDigest(model), sealedGarbage256);
}
