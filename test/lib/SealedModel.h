//===- SealedModel.h - A small locked model -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_TEST_LIB_SEALEDMODEL_H
#define HWLOCK_TEST_LIB_SEALEDMODEL_H

#include "OpenWith.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Vault.h"
#include "hwlock/Runtime/Sealer.h"
#include <vector>

namespace hwlock::test {

struct SealedWeight {
  std::vector<uint8_t> plain, sealed, tags;
};

/// Vault bytes and weights, as a locked file holds them.
struct SealedModel {
  std::vector<uint8_t> vault;
  std::vector<SealedWeight> weights;
};

/// Weight contents that depend on the position: byte i is i * i mod 251.
std::vector<uint8_t> patternedWeight(size_t size);

/// Seals patterned weights of the given sizes with RepeatingKeys(seed) under
/// the code `cipher`. Fails the running test if the sealer refuses.
SealedModel sealModel(rt::Policy policy,
                      const std::vector<const rt::Profile *> &profiles,
                      const std::vector<size_t> &sizes, uint32_t seed = 0,
                      uint8_t cipher = layout::transformationAes128);

struct Unsealed {
  Status status;
  std::vector<uint8_t> plain;
};

/// Seals bytes without a shape under a chain that is AES alone.
rt::Result<std::vector<uint8_t>>
sealWithAes(rt::Sealer &sealer, std::span<const uint8_t> plain,
            std::span<uint8_t> sealed,
            uint8_t cipher = layout::transformationAes128);

/// hwlock_core_unseal() of weight `index`; the result starts as 0xa5 bytes.
Unsealed unseal(std::span<const uint8_t> vault, const DataKey &dek,
                uint32_t index, const SealedWeight &weight);

} // namespace hwlock::test

#endif // HWLOCK_TEST_LIB_SEALEDMODEL_H
