//===- SealedModel.cpp - A small locked model -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SealedModel.h"
#include "RepeatingKeys.h"
#include "hwlock/Core/Decoder.h"
#include <gtest/gtest.h>

using namespace hwlock;

std::vector<uint8_t> test::patternedWeight(size_t size) {
  std::vector<uint8_t> bytes(size);
  for (size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<uint8_t>(i * i % 251);
  return bytes;
}

rt::Result<std::vector<uint8_t>>
test::sealWithAes(rt::Sealer &sealer, std::span<const uint8_t> plain,
                  std::span<uint8_t> sealed, uint8_t cipher) {
  auto result = sealer.seal({1, plain.size()}, {&cipher, 1}, plain,
                            [&](uint64_t) { return sealed; });
  if (!result)
    return result.error();
  return std::move(result->tags);
}

test::SealedModel test::sealModel(
    rt::Policy policy, const std::vector<const rt::Profile *> &profiles,
    const std::vector<size_t> &sizes, uint32_t seed, uint8_t cipher) {
  RepeatingKeys keys(seed);
  SealedModel model;
  auto sealer = rt::Sealer::create(policy, profiles, 0, keys);
  if (!sealer) {
    ADD_FAILURE() << sealer.error().message;
    return model;
  }
  for (size_t size : sizes) {
    SealedWeight weight;
    weight.plain = patternedWeight(size);
    weight.sealed.resize(size);
    auto tags = sealWithAes(*sealer, weight.plain, weight.sealed, cipher);
    if (!tags) {
      ADD_FAILURE() << tags.error().message;
      return model;
    }
    weight.tags = std::move(*tags);
    model.weights.push_back(std::move(weight));
  }
  auto vault = std::move(*sealer).finish();
  if (vault)
    model.vault = rt::writeVault(*vault);
  else
    ADD_FAILURE() << vault.error().message;
  return model;
}

test::Unsealed test::unseal(std::span<const uint8_t> vault, const DataKey &dek,
                            uint32_t index, const SealedWeight &weight) {
  Unsealed result;
  result.plain.assign(weight.sealed.size(), 0xa5);
  result.status = static_cast<Status>(hwlock_core_unseal(
      vault.data(), vault.size(), dek.data(), index, weight.sealed.data(),
      weight.tags.data(), result.plain.data(), result.plain.size(), nullptr));
  return result;
}
