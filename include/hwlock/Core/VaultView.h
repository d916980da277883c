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
#include "hwlock/Core/WeightChain.h"
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
  SlotBinding,
  SlotOwner,
  ClassSlots,
  WeightCount,
  WeightReserved,
  WeightSize,
  WeightShape,
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
  /// What its sources store, see slotItem().
  const uint8_t *binding;
  uint32_t bindingBytes;
  const uint8_t *wrappedKey;
  /// Null under garbage.
  const uint8_t *tag;
  /// Where the next record starts.
  uint64_t end;
};

struct WeightView {
  const uint8_t *id;
  /// Bytes in the clear and sealed.
  uint64_t size, sealedSize;
  /// A matrix of `rows` rows, each of size / rows bytes.
  uint32_t rows;
  /// A layout::element*, and bytes of one element.
  uint8_t element, elementBytes;
  const uint8_t *chain;
};

struct ItemView {
  const uint8_t *bytes;
  uint32_t size;
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

/// What `slot` stores for `source`, one bit of layout::bindingSources that the
/// slot has.
ItemView slotItem(const SlotView &slot, uint8_t source);

/// The chain and the shape of `weight`, which readWeight() has checked.
WeightChain chainOf(const WeightView &weight);
MatrixShape matrixShape(const WeightView &weight);

} // namespace hwlock::core

#endif // HWLOCK_CORE_VAULTVIEW_H
