//===- SlotWriter.cpp - Wrap a data key for a profile ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SlotWriter.h"
#include "LockKeys.h"
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/Hex.h"
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

/// Encrypts and decrypts the data key.
static Result<void> maskKey(const SecretBytes<layout::keyBytes> &kek,
                            std::span<const uint8_t, layout::keyBytes> in,
                            std::span<uint8_t, layout::keyBytes> out) {
  SecretBytes<layout::keyBytes> stream;
  if (auto result =
          hkdfExpand(kek.span(), layout::labelWrap, {}, stream.span());
      !result)
    return result;
  for (size_t i = 0; i < layout::keyBytes; ++i)
    out[i] = in[i] ^ stream.data()[i];
  return {};
}

static Result<std::array<uint8_t, layout::macBytes>>
slotTag(const Vault &vault, const Slot &slot,
        const SecretBytes<layout::keyBytes> &kek) {
  return derivedMac(kek.span(), layout::labelSlotTag, writeCore(vault),
                    writeSlotBody(slot));
}

Result<void> rt::wrapKey(const Vault &vault,
                         std::span<const SourceSecret> secrets,
                         const SecretBytes<layout::keyBytes> &dek, Slot &slot) {
  auto kek = deriveSlotKey(vault, slot, secrets);
  if (!kek)
    return kek.error();
  if (auto result = maskKey(*kek, dek.span(), slot.wrappedKey); !result)
    return result;
  if (vault.policy == Policy::Garbage)
    return {};
  auto tag = slotTag(vault, slot, *kek);
  if (!tag)
    return tag.error();
  slot.tag = *tag;
  return {};
}

Result<SecretBytes<layout::keyBytes>>
rt::unwrapKey(const Vault &vault, std::span<const SourceSecret> secrets,
              const Slot &slot) {
  auto kek = deriveSlotKey(vault, slot, secrets);
  if (!kek)
    return kek.error();
  if (vault.policy == Policy::Error) {
    auto tag = slotTag(vault, slot, *kek);
    if (!tag)
      return tag.error();
    if (!constantTimeEqual(*tag, slot.tag))
      return Error{Status::Corrupt,
                   "slot " + toHex(slot.id) + " was changed after it was made",
                   "get an unchanged copy"};
  }
  SecretBytes<layout::keyBytes> dek;
  if (auto result = maskKey(*kek, slot.wrappedKey, dek.span()); !result)
    return result.error();
  return dek;
}

/// Sets the items of `slot`. Returns the secret of each of its sources.
static Result<std::vector<SourceSecret>>
bindSources(const Vault &vault, const Profile &profile,
            const BindOptions &binding, KeyProvider &keys, Slot &slot) {
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
    auto bound = bindItem(item, binding, keys);
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
  auto secrets = bindSources(vault, profile, binding, keys, slot);
  if (!secrets)
    return secrets.error();
  if (auto result = wrapKey(vault, *secrets, dek, slot); !result)
    return result.error();
  return slot;
}

Result<Slot> rt::makeOwnerSlot(const Vault &vault, const OwnerPublicKey &owner,
                               const SecretBytes<layout::keyBytes> &dek,
                               KeyProvider &keys) {
  Slot slot;
  slot.sources = layout::sourceOwner;
  if (auto result = keys.fill(slot.id); !result)
    return result.error();
  auto item = bindOwner(owner, keys);
  if (!item)
    return item.error();
  slot.items.push_back({layout::sourceOwner, std::move(item->binding)});
  std::array<SourceSecret, 1> secrets = {
      SourceSecret{layout::sourceOwner, std::move(item->secret)}};
  if (auto result = wrapKey(vault, secrets, dek, slot); !result)
    return result.error();
  return slot;
}

Result<std::array<uint8_t, layout::macBytes>>
rt::manifestMac(const Vault &vault, const SecretBytes<layout::keyBytes> &dek) {
  std::vector<uint8_t> bytes = writeVault(vault);
  Bytes manifest = Bytes(bytes).subspan(
      layout::coreBytes, bytes.size() - layout::coreBytes - layout::macBytes);
  return derivedMac(dek.span(), layout::labelManifest,
                    Bytes(bytes).first(layout::coreBytes), manifest);
}

Result<void> rt::authenticate(const SecretBytes<layout::keyBytes> &dek,
                              Vault &vault) {
  if (vault.policy == Policy::Garbage)
    return {};
  auto mac = manifestMac(vault, dek);
  if (!mac)
    return mac.error();
  vault.manifestMac = *mac;
  return {};
}
