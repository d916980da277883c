//===- SlotWriter.cpp - Wrap a data key for a profile ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SlotWriter.h"
#include "LockKeys.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Support/ByteStream.h"

using namespace hwlock;
using namespace hwlock::rt;

std::vector<uint8_t> rt::writeCore(const Vault &vault) {
  Vault empty;
  empty.policy = vault.policy;
  empty.id = vault.id;
  std::vector<uint8_t> bytes = writeVault(empty);
  bytes.resize(layout::coreBytes);
  return bytes;
}

/// Code-offset: the enrolled symbols xor a random codeword.
static Result<void> drawHelper(const Profile &profile, KeyProvider &keys,
                               Slot &slot) {
  size_t length = profile.probes.size();
  slot.probes = profile.probes;
  slot.helper.resize(length);
  constexpr size_t parityBytes = 2 * layout::correctableErrors;
  if (auto result =
          keys.fill(std::span(slot.helper).first(length - parityBytes));
      !result)
    return result;
  core::reedSolomonEncode(slot.helper.data(), static_cast<uint32_t>(length));
  for (size_t i = 0; i < length; ++i)
    slot.helper[i] ^= profile.symbols.data()[i];
  return {};
}

static SecretBuffer keyMaterial(const Profile &profile, Policy policy,
                                uint8_t sources) {
  constexpr size_t itemHeaderBytes = 5;
  std::span<const uint8_t> clock = policy == Policy::Error
                                       ? profile.symbols.span()
                                       : profile.quietSymbols.span();
  struct Item {
    uint8_t source;
    std::span<const uint8_t> bytes;
  } items[] = {{layout::sourceClock, clock},
               {layout::sourcePrecision, profile.precision.span()}};
  size_t size = 0;
  for (const Item &item : items)
    if (sources & item.source)
      size += itemHeaderBytes + item.bytes.size();
  SecretBuffer ikm(size);
  uint8_t *cursor = ikm.data();
  for (const Item &item : items) {
    if (!(sources & item.source))
      continue;
    ByteWriter header;
    header.u8(item.source);
    header.u32(static_cast<uint32_t>(item.bytes.size()));
    cursor = std::copy(header.view().begin(), header.view().end(), cursor);
    cursor = std::copy(item.bytes.begin(), item.bytes.end(), cursor);
  }
  return ikm;
}

static Result<SecretBytes<layout::keyBytes>>
deriveSlotKey(const Vault &vault, const Profile &profile, const Slot &slot) {
  ByteWriter choice, tail;
  choice.raw(slot.probes);
  choice.raw(slot.helper);
  tail.raw(slot.id);
  tail.u8(slot.sources);
  tail.raw(sha256(choice.view()));
  SecretBytes<layout::keyBytes> kek;
  SecretBuffer ikm = keyMaterial(profile, vault.policy, slot.sources);
  if (auto result =
          hkdf(vault.id, ikm.span(), layout::labelKek, tail.view(), kek.span());
      !result)
    return result.error();
  return kek;
}

Result<Slot> rt::makeSlot(const Vault &vault, const Profile &profile,
                          uint8_t sources,
                          const SecretBytes<layout::keyBytes> &dek,
                          KeyProvider &keys) {
  Slot slot;
  slot.sources = sources;
  if (auto result = keys.fill(slot.id); !result)
    return result.error();
  if (vault.policy == Policy::Error && (sources & layout::sourceClock))
    if (auto result = drawHelper(profile, keys, slot); !result)
      return result.error();
  auto kek = deriveSlotKey(vault, profile, slot);
  if (!kek)
    return kek.error();
  if (auto result =
          hkdfExpand(kek->span(), layout::labelWrap, {}, slot.wrappedKey);
      !result)
    return result.error();
  for (size_t i = 0; i < layout::keyBytes; ++i)
    slot.wrappedKey[i] ^= dek.data()[i];
  if (vault.policy == Policy::Garbage)
    return slot;
  auto tag = derivedMac(kek->span(), layout::labelSlotTag, writeCore(vault),
                        writeSlotBody(slot));
  if (!tag)
    return tag.error();
  slot.tag = *tag;
  return slot;
}
