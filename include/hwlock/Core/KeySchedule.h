//===- KeySchedule.h - Keys of a vault ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The derivations that VaultLayout.h specifies, for the decoder. The lock side
// (Runtime/Sealer.h) has its own, with OpenSSL; tests compare the two.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_KEYSCHEDULE_H
#define HWLOCK_CORE_KEYSCHEDULE_H

#include "hwlock/Core/HostSecret.h"
#include "hwlock/Core/VaultView.h"
#include <stdint.h>

namespace hwlock::core {

/// What the host gave for the sources of layout::bindingSources of one slot, in
/// bit order. Holds secrets: wipe it.
struct HostSecrets {
  static constexpr uint32_t sources = 3;
  uint8_t bytes[sources][HWLOCK_MAX_SECRET_BYTES];
  uint8_t size[sources];
};

/// What a slot's sources gave. Holds secrets: wipe it.
struct SlotSymbols {
  /// One for each probe; under garbage one for each quiet chain.
  uint8_t clock[layout::maxProbes];
  uint32_t clockCount;
  /// HWLOCK_PRECISION_BYTES, read if the slot uses the precision source.
  const uint8_t *precision;
  /// Of the sources that the host answers for.
  const HostSecrets *host;
};

/// KEK of `slot` (32 bytes).
void deriveSlotKey(const VaultView &vault, const SlotView &slot,
                   const SlotSymbols &symbols, uint8_t *kek);

/// True if the slot's tag is that of `kek`. Error policy only.
bool slotTagMatches(const VaultView &vault, const SlotView &slot,
                    const uint8_t *kek);

/// DEK that `slot` wraps under `kek` (32 bytes).
void unwrapDataKey(const SlotView &slot, const uint8_t *kek, uint8_t *dek);

/// True if the manifest MAC is that of `dek`. Error policy only.
bool manifestMatches(const VaultView &vault, const uint8_t *dek);

/// Kw of the weight with identifier `weightId` (16 bytes); `size` is 16 or 32.
void deriveWeightKey(const uint8_t *dek, const uint8_t *weightId, uint8_t *key,
                     uint32_t size);

/// Key of the weight's permutations (32 bytes).
void deriveShuffleKey(const uint8_t *dek, const uint8_t *weightId,
                      uint8_t *key);

/// Key of the weight's tags, if no cipher makes them (32 bytes).
void deriveWeightTagKey(const uint8_t *dek, const uint8_t *weightId,
                        uint8_t *key);

} // namespace hwlock::core

#endif // HWLOCK_CORE_KEYSCHEDULE_H
