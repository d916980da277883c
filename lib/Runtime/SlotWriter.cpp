//===- SlotWriter.cpp - Wrap a data key for a profile ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SlotWriter.h"
#include "LockKeys.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>

using namespace hwlock;
using namespace hwlock::rt;

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

/// The items of all sources, one after the other.
static SecretBuffer keyMaterial(std::span<const SourceSecret> secrets) {
  constexpr size_t itemHeaderBytes = 5;
  size_t size = 0;
  for (const SourceSecret &secret : secrets)
    size += itemHeaderBytes + secret.bytes.size();
  SecretBuffer ikm(size);
  uint8_t *cursor = ikm.data();
  for (const SourceSecret &secret : secrets) {
    ByteWriter header;
    header.u8(secret.source);
    header.u32(static_cast<uint32_t>(secret.bytes.size()));
    cursor = std::copy(header.view().begin(), header.view().end(), cursor);
    cursor = std::copy_n(secret.bytes.data(), secret.bytes.size(), cursor);
  }
  return ikm;
}

static Result<SecretBytes<layout::keyBytes>>
deriveSlotKey(const Vault &vault, const Slot &slot,
              std::span<const SourceSecret> secrets) {
  ByteWriter context;
  context.raw(writeCore(vault));
  std::vector<uint8_t> body = writeSlotBody(slot);
  context.raw(Bytes(body).first(body.size() - layout::keyBytes));
  SecretBytes<layout::keyBytes> kek;
  SecretBuffer ikm = keyMaterial(secrets);
  if (auto result = hkdf(vault.id, ikm.span(), layout::labelKek,
                         sha256(context.view()), kek.span());
      !result)
    return result.error();
  return kek;
}

Result<void> rt::wrapKey(const Vault &vault,
                         std::span<const SourceSecret> secrets,
                         const SecretBytes<layout::keyBytes> &dek, Slot &slot) {
  auto kek = deriveSlotKey(vault, slot, secrets);
  if (!kek)
    return kek.error();
  if (auto result =
          hkdfExpand(kek->span(), layout::labelWrap, {}, slot.wrappedKey);
      !result)
    return result;
  for (size_t i = 0; i < layout::keyBytes; ++i)
    slot.wrappedKey[i] ^= dek.data()[i];
  if (vault.policy == Policy::Garbage)
    return {};
  auto tag = derivedMac(kek->span(), layout::labelSlotTag, writeCore(vault),
                        writeSlotBody(slot));
  if (!tag)
    return tag.error();
  slot.tag = *tag;
  return {};
}

/// Sets the items of `slot`. Returns the secret of each of its sources.
static Result<std::vector<SourceSecret>> bindSources(const Vault &vault,
                                                     const Profile &profile,
                                                     const BindOptions &binding,
                                                     Slot &slot) {
  std::vector<SourceSecret> secrets;
  if (slot.sources & layout::sourceClock)
    secrets.push_back(
        {layout::sourceClock, vault.policy == Policy::Error
                                  ? profile.symbols.clone()
                                  : profile.quietSymbols.clone()});
  if (slot.sources & layout::sourcePrecision)
    secrets.push_back(
        {layout::sourcePrecision, SecretBuffer(profile.precision.span())});
  for (const ProfileItem &item : profile.items) {
    if (!(slot.sources & item.source))
      continue;
    auto bound = bindItem(item, binding);
    if (!bound)
      return bound.error();
    slot.items.push_back({item.source, std::move(bound->binding)});
    secrets.push_back({item.source, std::move(bound->secret)});
  }
  return secrets;
}

Result<Slot> rt::makeSlot(const Vault &vault, const Profile &profile,
                          uint8_t sources, const BindOptions &binding,
                          const SecretBytes<layout::keyBytes> &dek,
                          KeyProvider &keys) {
  Slot slot;
  slot.sources = sources;
  if (auto result = keys.fill(slot.id); !result)
    return result.error();
  if (vault.policy == Policy::Error && (sources & layout::sourceClock))
    if (auto result = drawHelper(profile, keys, slot); !result)
      return result.error();
  auto secrets = bindSources(vault, profile, binding, slot);
  if (!secrets)
    return secrets.error();
  if (auto result = wrapKey(vault, *secrets, dek, slot); !result)
    return result.error();
  return slot;
}
