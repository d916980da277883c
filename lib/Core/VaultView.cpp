//===- VaultView.cpp - The one parser of vault bytes ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/VaultView.h"
#include "ByteOrder.h"
#include "hwlock/Core/Measurement.h"

using namespace hwlock;
using namespace hwlock::core;

// Offsets inside the header and inside a slot record.
static constexpr uint32_t versionOffset = 8, policyOffset = 10;
static constexpr uint32_t slotCountOffset = 44, weightCountOffset = 48;
static constexpr uint32_t slotFixedBytes = layout::slotIdBytes + 8;
static constexpr uint32_t itemSizeBytes = 2;

static uint32_t slotTagBytes(const VaultView &view) {
  return view.policy == layout::policyError ? layout::macBytes : 0;
}

SlotView core::slotAt(const VaultView &view, uint64_t offset) {
  SlotView slot;
  slot.body = view.bytes + offset;
  slot.id = slot.body;
  slot.sources = slot.body[layout::slotIdBytes];
  slot.probeCount =
      static_cast<uint32_t>(loadLittle(slot.body + layout::slotIdBytes + 2, 2));
  slot.probes = slot.body + slotFixedBytes;
  slot.helper = slot.probes + slot.probeCount;
  slot.binding = slot.helper + slot.probeCount;
  slot.bindingBytes =
      static_cast<uint32_t>(loadLittle(slot.body + layout::slotIdBytes + 4, 2));
  slot.wrappedKey = slot.binding + slot.bindingBytes;
  slot.bodyBytes = slotFixedBytes + 2 * slot.probeCount + slot.bindingBytes +
                   layout::keyBytes;
  slot.tag = slotTagBytes(view) ? slot.body + slot.bodyBytes : nullptr;
  slot.end = offset + slot.bodyBytes + slotTagBytes(view);
  return slot;
}

/// The probe count that the sources of a slot allow.
static bool probeCountAllowed(const VaultView &view, const SlotView &slot) {
  if (view.policy == layout::policyGarbage ||
      !(slot.sources & layout::sourceClock))
    return slot.probeCount == 0;
  return slot.probeCount >= layout::minProbes &&
         slot.probeCount <= layout::maxProbes;
}

/// One item for each source that stores one, and nothing else.
static bool bindingAllowed(const SlotView &slot) {
  uint32_t offset = 0;
  for (uint32_t bit = 1; bit <= layout::knownSources; bit <<= 1) {
    if (!(slot.sources & layout::bindingSources & bit))
      continue;
    if (slot.bindingBytes - offset < itemSizeBytes)
      return false;
    auto size =
        static_cast<uint32_t>(loadLittle(slot.binding + offset, itemSizeBytes));
    offset += itemSizeBytes;
    if (size == 0 || size > layout::maxItemBytes ||
        size > slot.bindingBytes - offset)
      return false;
    offset += size;
  }
  return offset == slot.bindingBytes;
}

ItemView core::slotItem(const SlotView &slot, uint8_t source) {
  uint32_t offset = 0;
  for (uint32_t bit = 1;; bit <<= 1) {
    if (!(slot.sources & layout::bindingSources & bit))
      continue;
    auto size =
        static_cast<uint32_t>(loadLittle(slot.binding + offset, itemSizeBytes));
    offset += itemSizeBytes;
    if (bit == source)
      return {slot.binding + offset, size};
    offset += size;
  }
}

/// Reads the slot at `offset` and moves it behind.
static VaultFault checkSlot(const VaultView &view, uint64_t size,
                            uint64_t &offset, SlotView &slot) {
  if (slotFixedBytes > size - offset)
    return VaultFault::Truncated;
  slot = slotAt(view, offset);
  if (slot.body[layout::slotIdBytes + 1] != 0 ||
      loadLittle(slot.body + layout::slotIdBytes + 6, 2) != 0)
    return VaultFault::SlotReserved;
  if (slot.sources == 0 || (slot.sources & ~layout::knownSources))
    return VaultFault::SlotSources;
  if ((slot.sources & layout::sourceOwner) &&
      !layout::isOwnerSlot(slot.sources))
    return VaultFault::SlotOwner;
  if (!probeCountAllowed(view, slot))
    return VaultFault::SlotProbeCount;
  if (slot.bindingBytes > layout::maxBindingBytes)
    return VaultFault::SlotBinding;
  if (slot.end - offset > size - offset)
    return VaultFault::Truncated;
  for (uint32_t i = 0; i < slot.probeCount; ++i)
    if (slot.probes[i] >= HWLOCK_MAX_CHAINS ||
        (i && slot.probes[i] <= slot.probes[i - 1]))
      return VaultFault::SlotProbeOrder;
  if (!bindingAllowed(slot))
    return VaultFault::SlotBinding;
  offset = slot.end;
  return VaultFault::None;
}

/// Every slot is well-formed and, together, they are allowed.
static VaultFault checkSlots(const VaultView &view, uint64_t size,
                             uint64_t &offset, uint32_t &item) {
  uint32_t classSlots = 0, ownerSlots = 0;
  for (; item < view.slotCount; ++item) {
    SlotView slot;
    VaultFault fault = checkSlot(view, size, offset, slot);
    if (fault != VaultFault::None)
      return fault;
    ownerSlots += layout::isOwnerSlot(slot.sources);
    classSlots += layout::isClassSlot(slot.sources);
  }
  if (ownerSlots == view.slotCount)
    return VaultFault::SlotCount;
  if (view.policy == layout::policyGarbage &&
      classSlots > layout::maxGarbageClassSlots)
    return VaultFault::ClassSlots;
  return VaultFault::None;
}

static VaultFault checkHeader(const uint8_t *bytes, uint64_t size,
                              VaultView &view) {
  for (uint32_t i = 0; i < sizeof(layout::vaultMagic); ++i)
    if (i >= size || bytes[i] != layout::vaultMagic[i])
      return VaultFault::Magic;
  if (size < versionOffset + 2)
    return VaultFault::Truncated;
  if (loadLittle(bytes + versionOffset, 2) != layout::vaultVersion)
    return VaultFault::Version;
  if (size < layout::headerBytes)
    return VaultFault::Truncated;
  view.bytes = bytes;
  view.policy = bytes[policyOffset];
  view.slotCount =
      static_cast<uint32_t>(loadLittle(bytes + slotCountOffset, 2));
  view.weightCount =
      static_cast<uint32_t>(loadLittle(bytes + weightCountOffset, 4));
  if (view.policy != layout::policyError &&
      view.policy != layout::policyGarbage)
    return VaultFault::Policy;
  if (bytes[policyOffset + 1] != 0 ||
      loadLittle(bytes + slotCountOffset + 2, 2) != 0)
    return VaultFault::Reserved;
  if (view.slotCount == 0 || view.slotCount > layout::maxSlots)
    return VaultFault::SlotCount;
  if (view.weightCount > layout::maxWeights)
    return VaultFault::WeightCount;
  return VaultFault::None;
}

VaultFault core::parseVault(const uint8_t *bytes, uint64_t size,
                            VaultView &view, uint32_t &item) {
  item = 0;
  VaultFault fault = checkHeader(bytes, size, view);
  if (fault != VaultFault::None)
    return fault;
  uint64_t offset = layout::headerBytes;
  if ((fault = checkSlots(view, size, offset, item)) != VaultFault::None)
    return fault;
  view.weightsOffset = offset;
  uint64_t rest = uint64_t(view.weightCount) * layout::weightRecordBytes +
                  (view.policy == layout::policyError ? layout::macBytes : 0);
  if (rest > size - offset)
    return VaultFault::Truncated;
  if (rest < size - offset)
    return VaultFault::TrailingBytes;
  view.weightsEnd =
      offset + uint64_t(view.weightCount) * layout::weightRecordBytes;
  return VaultFault::None;
}
