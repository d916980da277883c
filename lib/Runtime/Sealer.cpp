//===- Sealer.cpp - Make a vault and seal weights -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Sealer.h"
#include "LockKeys.h"
#include "SlotRules.h"
#include "SlotWriter.h"
#include "WeightCipher.h"
#include "hwlock/Runtime/PretransformEncoder.h"
#include "hwlock/Runtime/Shuffler.h"

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

static Result<void> checkSize(const WeightShape &shape,
                              std::span<const uint8_t> plain) {
  if (plain.empty())
    return badInput("a weight of no bytes cannot be sealed");
  if (shape.bytes() != plain.size())
    return badInput("a weight of " + std::to_string(plain.size()) +
                    " bytes does not have its shape of " +
                    std::to_string(shape.bytes()));
  return {};
}

Result<SecretBuffer> Sealer::shuffle(const WeightRecord &weight,
                                     std::span<const uint8_t> plain) const {
  SecretBytes<core::shuffleKeyBytes> key;
  if (auto result =
          hkdfExpand(dek.span(), layout::labelShuffle, weight.id, key.span());
      !result)
    return result.error();
  SecretBuffer out(plain.size());
  if (auto result =
          shuffleRowsAndColumns(plain, weight.shape.matrix(), key, out.span());
      !result)
    return result.error();
  return out;
}

Result<Sealer::Sealed> Sealer::seal(const WeightShape &shape,
                                    std::span<const uint8_t> codes,
                                    std::span<const uint8_t> plain,
                                    const Room &room) {
  if (vault.weights.size() == layout::maxWeights)
    return badInput("the model has more than " +
                    std::to_string(layout::maxWeights) + " weights");
  if (auto result = checkSize(shape, plain); !result)
    return result.error();
  core::WeightChain chain = chainOf(codes);
  WeightRecord weight;
  weight.shape = shape;
  weight.chain.assign(codes.begin(), codes.end());
  weight.sealedSize = core::sealedBytes(chain, shape.matrix());
  auto number = static_cast<uint32_t>(vault.weights.size());
  if (auto result = checkWeight(weight, number); !result)
    return result.error();
  if (auto result = keys->fill(weight.id); !result)
    return result.error();

  Sealed result;
  SecretBuffer buffer;
  std::span<const uint8_t> inner = plain;
  if (chain.shuffled) {
    auto shuffled = shuffle(weight, inner);
    if (!shuffled)
      return shuffled.error();
    buffer = std::move(*shuffled);
    inner = buffer.span();
  }
  if (chain.coded) {
    auto coded = encodePretransform(inner, shape.matrix(), *keys);
    if (!coded)
      return coded.error();
    buffer = std::move(coded->bytes);
    result.coded = coded->coded;
    inner = buffer.span();
  }
  std::span<uint8_t> sealed = room(weight.sealedSize);
  if (sealed.size() != weight.sealedSize)
    return badInput("the room for a sealed weight has " +
                    std::to_string(sealed.size()) + " bytes; expected " +
                    std::to_string(weight.sealedSize));
  auto tags =
      encryptWeight(vault.policy, writeCore(vault), dek, weight.id, chain,
                    core::clearBytes(chain, shape.matrix()), inner, sealed);
  if (!tags)
    return tags.error();
  result.tags = std::move(*tags);
  vault.weights.push_back(std::move(weight));
  return result;
}

Result<Vault> Sealer::finish() && {
  if (auto done = authenticate(dek, vault); !done)
    return done.error();
  return std::move(vault);
}
