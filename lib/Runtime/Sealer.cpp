//===- Sealer.cpp - Make a vault and seal weights -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Sealer.h"
#include "LockKeys.h"
#include "SlotRules.h"
#include "SlotWriter.h"
#include "WeightCipher.h"

using namespace hwlock;
using namespace hwlock::rt;

Result<Sealer> Sealer::create(Policy policy,
                              std::span<const Profile *const> profiles,
                              uint8_t sources, KeyProvider &keys,
                              const BindOptions &binding,
                              const OwnerPublicKey *owner) {
  if (profiles.empty())
    return badInput("no profile to lock for",
                    "'hwlock enroll' writes the profile of a machine");
  for (size_t i = 0; i < profiles.size(); ++i)
    if (auto result = checkSources(*profiles[i],
                                   "profile " + std::to_string(i + 1), sources);
        !result)
      return result.error();

  Sealer sealer(keys);
  sealer.vault.policy = policy;
  if (auto result = keys.fill(sealer.vault.id); !result)
    return result.error();
  if (auto result = keys.fill(sealer.dek.span()); !result)
    return result.error();
  for (const Profile *profile : profiles) {
    auto slot =
        makeSlot(sealer.vault, *profile, sources ? sources : profile->sources,
                 binding, sealer.dek, keys);
    if (!slot)
      return slot.error();
    sealer.vault.slots.push_back(std::move(*slot));
  }
  if (owner) {
    auto slot = makeOwnerSlot(sealer.vault, *owner, sealer.dek, keys);
    if (!slot)
      return slot.error();
    sealer.vault.slots.push_back(std::move(*slot));
  }
  if (auto result = checkSlots(sealer.vault); !result)
    return result.error();
  return sealer;
}

/// Length of the key of a chain that is AES alone.
static Result<size_t> aesKeyBytes(std::span<const uint8_t> chain) {
  if (chain.size() == 1 && chain[0] == layout::transformationAes128)
    return size_t(16);
  if (chain.size() == 1 && chain[0] == layout::transformationAes256)
    return size_t(32);
  return badInput("cannot seal with a chain other than AES alone");
}

Result<std::vector<uint8_t>> Sealer::seal(const WeightShape &shape,
                                          std::span<const uint8_t> chain,
                                          std::span<const uint8_t> plain,
                                          const Room &room) {
  if (plain.empty())
    return badInput("a weight of no bytes cannot be sealed");
  if (shape.bytes() != plain.size())
    return badInput("a weight of " + std::to_string(plain.size()) +
                    " bytes does not have its shape of " +
                    std::to_string(shape.bytes()));
  if (vault.weights.size() == layout::maxWeights)
    return badInput("the model has more than " +
                    std::to_string(layout::maxWeights) + " weights");
  auto keyBytes = aesKeyBytes(chain);
  if (!keyBytes)
    return keyBytes.error();
  WeightRecord weight;
  weight.shape = shape;
  weight.sealedSize = plain.size();
  weight.chain.assign(chain.begin(), chain.end());
  if (auto result = keys->fill(weight.id); !result)
    return result.error();
  std::span<uint8_t> sealed = room(weight.sealedSize);
  if (sealed.size() != weight.sealedSize)
    return badInput("the room for a sealed weight has " +
                    std::to_string(sealed.size()) + " bytes; expected " +
                    std::to_string(weight.sealedSize));
  auto tags = encryptWeight(vault.policy, writeCore(vault), dek, weight.id,
                            *keyBytes, plain, sealed);
  if (tags)
    vault.weights.push_back(std::move(weight));
  return tags;
}

Result<Vault> Sealer::finish() && {
  if (vault.policy == Policy::Error) {
    auto mac = manifestMac(vault, dek);
    if (!mac)
      return mac.error();
    vault.manifestMac = *mac;
  }
  return std::move(vault);
}
