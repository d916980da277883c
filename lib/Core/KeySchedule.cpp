//===- KeySchedule.cpp - Keys of a vault ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/KeySchedule.h"
#include "hwlock/Core/Crypto.h"
#include "hwlock/Core/Decoder.h"

using namespace hwlock;
using namespace hwlock::core;

static constexpr uint32_t digestBytes = 32;
/// Tag and length in front of the bytes of one source.
static constexpr uint32_t itemHeaderBytes = 5;

template <uint32_t N>
static void expand(const uint8_t *key, const char (&label)[N],
                   const uint8_t *tail, uint64_t tailSize, uint8_t *out,
                   uint64_t size) {
  // Labels go without their zero.
  hkdfExpand(key, reinterpret_cast<const uint8_t *>(label), N - 1, tail,
             tailSize, out, size);
}

static uint32_t appendBytes(uint8_t *out, const uint8_t *bytes,
                            uint32_t count) {
  for (uint32_t i = 0; i < count; ++i)
    out[i] = bytes[i];
  return count;
}

static uint32_t appendItem(uint8_t *out, uint8_t source, const uint8_t *bytes,
                           uint32_t count) {
  out[0] = source;
  for (uint32_t i = 0; i < 4; ++i)
    out[1 + i] = uint8_t(count >> (8 * i));
  return itemHeaderBytes + appendBytes(out + itemHeaderBytes, bytes, count);
}

/// The items of all sources of `slot`, in bit order. Returns their size.
static uint32_t gatherItems(const SlotView &slot, const SlotSymbols &symbols,
                            uint8_t *ikm) {
  uint32_t size = 0;
  if (slot.sources & layout::sourceClock)
    size +=
        appendItem(ikm, layout::sourceClock, symbols.clock, symbols.clockCount);
  if (slot.sources & layout::sourcePrecision)
    size += appendItem(ikm + size, layout::sourcePrecision, symbols.precision,
                       HWLOCK_PRECISION_BYTES);
  uint32_t next = 0;
  for (uint32_t bit = 1; bit <= layout::knownSources; bit <<= 1) {
    if (!(slot.sources & layout::bindingSources & bit))
      continue;
    size += appendItem(ikm + size, uint8_t(bit), symbols.host->bytes[next],
                       symbols.host->size[next]);
    ++next;
  }
  return size;
}

void core::deriveSlotKey(const VaultView &vault, const SlotView &slot,
                         const SlotSymbols &symbols, uint8_t *kek) {
  uint8_t ikm[layout::maxProbes + HWLOCK_PRECISION_BYTES +
              HostSecrets::sources * HWLOCK_MAX_SECRET_BYTES +
              (2 + HostSecrets::sources) * itemHeaderBytes];
  uint32_t ikmBytes = gatherItems(slot, symbols, ikm);

  // All that the slot says: a change of policy, helper data or binding gives
  // another key.
  uint8_t context[digestBytes];
  Sha256 hash;
  sha256Init(hash);
  sha256Update(hash, vault.bytes, layout::coreBytes);
  sha256Update(hash, slot.body, slot.bodyBytes - layout::keyBytes);
  sha256Final(hash, context);

  uint8_t prk[digestBytes];
  hkdfExtract(vault.bytes + layout::vaultIdOffset, layout::vaultIdBytes, ikm,
              ikmBytes, prk);
  expand(prk, layout::labelKek, context, sizeof context, kek, layout::keyBytes);
  hwlock_core_wipe(ikm, sizeof ikm);
  hwlock_core_wipe(prk, sizeof prk);
}

/// Compares `mac` with HMAC(key, core || body) and wipes `key`.
static bool macMatches(uint8_t *key, const VaultView &vault,
                       const uint8_t *body, uint64_t bodyBytes,
                       const uint8_t *mac) {
  Hmac context;
  hmacInit(context, key, layout::keyBytes);
  hmacUpdate(context, vault.bytes, layout::coreBytes);
  hmacUpdate(context, body, bodyBytes);
  uint8_t computed[layout::macBytes];
  hmacFinal(context, computed);
  bool matches = constantTimeEqual(computed, mac, sizeof computed);
  hwlock_core_wipe(computed, sizeof computed);
  hwlock_core_wipe(key, layout::keyBytes);
  return matches;
}

bool core::slotTagMatches(const VaultView &vault, const SlotView &slot,
                          const uint8_t *kek) {
  uint8_t key[layout::keyBytes];
  expand(kek, layout::labelSlotTag, nullptr, 0, key, sizeof key);
  return macMatches(key, vault, slot.body, slot.bodyBytes, slot.tag);
}

void core::unwrapDataKey(const SlotView &slot, const uint8_t *kek,
                         uint8_t *dek) {
  expand(kek, layout::labelWrap, nullptr, 0, dek, layout::keyBytes);
  for (uint32_t i = 0; i < layout::keyBytes; ++i)
    dek[i] ^= slot.wrappedKey[i];
}

bool core::manifestMatches(const VaultView &vault, const uint8_t *dek) {
  uint8_t key[layout::keyBytes];
  expand(dek, layout::labelManifest, nullptr, 0, key, sizeof key);
  return macMatches(key, vault, vault.bytes + layout::coreBytes,
                    vault.weightsEnd - layout::coreBytes,
                    vault.bytes + vault.weightsEnd);
}

void core::deriveWeightKey(const uint8_t *dek, const uint8_t *weightId,
                           uint8_t *key, uint32_t size) {
  expand(dek, layout::labelMask, weightId, layout::weightIdBytes, key, size);
}

void core::deriveShuffleKey(const uint8_t *dek, const uint8_t *weightId,
                            uint8_t *key) {
  expand(dek, layout::labelShuffle, weightId, layout::weightIdBytes, key,
         layout::keyBytes);
}

void core::deriveWeightTagKey(const uint8_t *dek, const uint8_t *weightId,
                              uint8_t *key) {
  expand(dek, layout::labelShuffleTag, weightId, layout::weightIdBytes, key,
         layout::keyBytes);
}
