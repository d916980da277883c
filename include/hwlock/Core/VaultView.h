//===- VaultView.h - The one parser of vault bytes ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Strict, bounded, without allocation: the decoder inside a model and
// Format/Vault.h accept the same bytes because both ask here. A view points
// into the bytes it was made from.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_VAULTVIEW_H
#define HWLOCK_CORE_VAULTVIEW_H

#include "hwlock/Core/VaultLayout.h"
#include <stdint.h>

namespace hwlock::core {

/// The rule of VaultLayout.h that bytes break.
enum class VaultFault : uint8_t {
  None,
  Magic,
  Version,
  Truncated,
  Policy,
  Reserved,
  SlotCount,
  SlotReserved,
  SlotSources,
  SlotProbeCount,
  SlotProbeOrder,
  WeightCount,
  WeightSize,
  WeightChain,
  TrailingBytes,
};

struct SlotView {
  /// The record without its tag: what the tag covers.
  const uint8_t *body;
  uint64_t bodyBytes;
  const uint8_t *id;
  uint8_t sources;
  uint32_t probeCount;
  const uint8_t *probes;
  const uint8_t *helper;
  const uint8_t *wrappedKey;
  /// Null under garbage.
  const uint8_t *tag;
  /// Where the next record starts.
  uint64_t end;
};

struct WeightView {
  const uint8_t *id;
  uint64_t size;
  const uint8_t *chain;
};

struct VaultView {
  const uint8_t *bytes;
  uint8_t policy;
  uint32_t slotCount;
  uint32_t weightCount;
  uint64_t weightsOffset;
  /// End of the weight records, start of the manifest MAC.
  uint64_t weightsEnd;
};

/// Checks everything but the contents of the weight records. On a fault,
/// `item` is the number of the slot it lies in, if it lies in one.
VaultFault parseVault(const uint8_t *bytes, uint64_t size, VaultView &view,
                      uint32_t &item);

/// Checks the contents of weight record `index`, which must be below
/// weightCount, and reads it.
VaultFault readWeight(const VaultView &view, uint32_t index,
                      WeightView &weight);

/// The slot record at `offset`: headerBytes for the first, the `end` of one
/// slot for the next. `view` must come from a parseVault() without fault.
SlotView slotAt(const VaultView &view, uint64_t offset);

} // namespace hwlock::core

#endif // HWLOCK_CORE_VAULTVIEW_H
